# fika: `make demo` shows what it does, `make test` tests it. Both need only Go, make
# and git.
export CGO_ENABLED := 0

gotestsum := go run gotest.tools/gotestsum@v1.13.0
golangci  := go run github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0
version   := $(shell git describe --tags --always --dirty 2>/dev/null)

.PHONY: help demo demo-google build test race lint vuln bench fuzz acts year curve picture package release test-systemd clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: build ## run four weeks of coffees in an invented company, offline: half a minute
	./bin/fika demo

demo-google: build ## sign in to Google Calendar and book, against a fake Google
	go run ./internal/tools/demo-google ./bin/fika

build: ## build bin/fika: a minute the first time, then seconds
	go build -trimpath -ldflags "-s -w -X main.version=$(version)" -o bin/fika ./cmd/fika

test: ## install the programs that tests need, then run every test: under ten minutes
	./scripts/install-test-programs
	test -z "$$(gofmt -l $$(git ls-files '*.go'))"
	go vet ./...
	GOTMPDIR="$${TMPDIR:-/tmp}" TMPDIR="$$(./scripts/test-folder)" $(gotestsum) --format pkgname -- -timeout 20m ./...
	@if [ -n "$$CI" ]; then ./scripts/test-systemd; else echo "not run, because it takes minutes: make test-systemd"; fi

race: ## run every test under the race detector, long ones shortened; installs a C compiler
	./scripts/install-test-programs race
	CGO_ENABLED=1 $(gotestsum) --format pkgname -- -race -short -timeout 40m ./...

lint: ## check the messages of the commits since the last release, and run the linters
	./scripts/check-commits
	$(golangci) run

vuln: ## check dependencies for known vulnerabilities; needs Go's database
	./scripts/vuln

bench: ## measure the figures of docs/performance.md
	go test -run '^$$' -bench . -benchmem ./planner ./internal/network ./calendar/... ./internal/store
	go test -run TestQuestions -questions 21 -v ./cmd/fika
	cd calendar/ics/bench && go test -run '^$$' -bench . -benchmem -count 6 .

fuzz: ## run each fuzz target for a minute
	./scripts/fuzz 60s

acts: ## run the random-actions test fifty times, with kills: half an hour
	FIKA_TEST_ACTS=50 go test ./daemon -run TestActs -v -timeout 2h

year: build ## simulate a year of an organisation of 1,000 people, and draw dist/year.svg: a quarter of an hour
	mkdir -p dist
	./bin/fika simulate --year --seed 11,12,13 --svg dist/year.svg $(YEAR)

curve: build ## simulate half a year with more and less sparing of those whom many ask, and draw dist/curve.svg: an hour
	mkdir -p dist
	./bin/fika simulate --year --weeks 26 --seed 11 --policy fika:0,fika:0.5,fika,fika:2,fika:4,random,round-robin,overdue --curve dist/curve.svg $(YEAR)

picture: ## draw the pictures of the README, and the pages of the demo, from what the program prints: seconds
	go test ./cmd/fika -run "TestPicture|TestDemoPages" -update

package: ## build .deb, .rpm, archives and their bills of materials in dist, reproducibly: a minute
	./scripts/package

release: ## check, version, tag and package: make release VERSION=v1.2.3
	./scripts/release "$(VERSION)"

test-systemd: ## test the .deb in a real systemd: start, reload, kill, watchdog, sandbox; needs root: three minutes
	./scripts/test-systemd

clean: ## remove what was built
	rm -rf bin dist
