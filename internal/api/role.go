package api

import (
	"encoding/json"
	"fmt"
	"slices"
)

// RoleHeader names the [Role] of whoever makes a call.
const RoleHeader = "Fika-Role"

// Role is who makes calls. It is no protection from a program that lies, which could as well
// run the commands: it keeps an assistant that talks to fika mcp from what is not for it.
type Role string

// The roles.
const (
	RoleUser      Role = ""          // with a command
	RoleAssistant Role = "assistant" // by the Model Context Protocol
)

// ShareMirror lets assistants read the mirror.
const ShareMirror = "mirror"

// forAssistants are the calls that an assistant may make. Every other one is refused, those
// of later versions too.
var forAssistants = []string{
	CallStatus.Name, CallPlan.Name, CallGoals.Name, CallWhy.Name, CallWhyNot.Name, CallBookings.Name, CallFree.Name, CallPerson.Name,
	CallSkip.Name, CallGuard.Name, CallPause.Name, CallAskApproval.Name,
}

// sharedCalls are the calls that an assistant may make if the user shares that much.
var sharedCalls = map[string]string{CallMirror.Name: ShareMirror}

// Refusal returns why r may not make a call with these arguments; nil if it may. shared is
// what the user shares with assistants.
func (r Role) Refusal(name string, args []byte, shared []string) *Fault {
	switch share := sharedCalls[name]; {
	case r == RoleUser:
		return nil
	case r != RoleAssistant:
		return NewFault(CodeRole, fmt.Sprintf("nobody knows the role %q", string(r)))
	case share != "" && !slices.Contains(shared, share):
		return &Fault{Code: CodeRole, Text: "the user does not share that with assistants", Hint: fmt.Sprintf("the user can add %q to share in [mcp]", share)}
	case share == "" && !slices.Contains(forAssistants, name):
		return NewFault(CodeRole, name+" is not for assistants")
	case name == CallGuard.Name:
		var a GuardArgs
		if err := json.Unmarshal(args, &a); err != nil || a.Guard != GuardNever && a.Guard != GuardRest {
			return NewFault(CodeRole, "an assistant may protect people from invitations, and not lift that")
		}
	}
	return nil
}
