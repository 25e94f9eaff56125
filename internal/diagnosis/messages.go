package diagnosis

import (
	"os/exec"
	"strings"

	"fika/config"
)

// checkMessages checks the ways to the user without using them: only a message shows
// whether it arrives.
func (x *examination) checkMessages() {
	for _, n := range x.Config.Notify {
		err := x.OpenChannel(n)
		if err == nil && n.Kind == config.NotifyCommand {
			_, err = exec.LookPath(n.Argv[0])
		}
		if err != nil {
			x.problem("messages", "see docs/messages.md, then: fika doctor", "%s cannot get messages: %v", n.Name(), err)
			continue
		}
		x.ok("messages", "%s gets %s", n.Name(), strings.Join(n.When, ", "))
	}
}
