# fika: `make demo` shows it at work, `make test` proves it. Both need Go and git only.
export CGO_ENABLED := 0

.PHONY: test
test: ## run every test
	go vet ./...
	go test ./...
