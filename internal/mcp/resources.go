package mcp

import (
	"context"
	"encoding/json"
	"strings"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"fika/internal/api"
)

// addResources adds the documents that a client may attach to a conversation.
func addResources(s *mcp.Server, fika api.Caller) {
	s.AddResource(&mcp.Resource{Name: "plan", URI: "fika://plan", MIMEType: "application/json", Description: "Whom fika would invite now, and why"},
		read(func(ctx context.Context, _ string) (any, error) { return ask(ctx, fika, api.CallPlan, api.NoArgs{}) }))
	s.AddResource(&mcp.Resource{Name: "today", URI: "fika://today", MIMEType: "application/json", Description: "What waits for the user, and the next coffees"},
		read(func(ctx context.Context, _ string) (any, error) { return ask(ctx, fika, api.CallStatus, api.NoArgs{}) }))
	const coffee = "fika://booking/"
	s.AddResourceTemplate(&mcp.ResourceTemplate{Name: "booking", URITemplate: coffee + "{id}", MIMEType: "application/json", Description: "One coffee, and why fika chose it"},
		read(func(ctx context.Context, uri string) (any, error) {
			return ask(ctx, fika, api.CallWhy, api.BookingArgs{ID: strings.TrimPrefix(uri, coffee)})
		}))
}

// read returns the handler of a resource whose content is the document that get returns.
func read(get func(ctx context.Context, uri string) (any, error)) mcp.ResourceHandler {
	return func(ctx context.Context, r *mcp.ReadResourceRequest) (*mcp.ReadResourceResult, error) {
		document, err := get(ctx, r.Params.URI)
		if err != nil {
			return nil, err
		}
		text, err := json.Marshal(document)
		if err != nil {
			return nil, err
		}
		return &mcp.ReadResourceResult{Contents: []*mcp.ResourceContents{{URI: r.Params.URI, MIMEType: "application/json", Text: string(text)}}}, nil
	}
}
