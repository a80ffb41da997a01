# make          lists the targets
# make demo     runs an import from end to end, against a stand-in for Quo on this machine
# make test     runs all tests
#
# It needs Go and make. Targets that need more build it into bin/ or name it.

GO      ?= go
BIN     := bin
PKG     := ./cmd/quo-import
VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
COMMIT  ?= $(shell git rev-parse HEAD 2>/dev/null)
DATE    ?= $(shell git log -1 --format=%cI 2>/dev/null)
LDFLAGS := -s -w -X main.version=$(VERSION) -X main.commit=$(COMMIT) -X main.date=$(DATE)

# The linter and govulncheck are built from source by the Go toolchain, at these
# versions and verified by Go's checksum database: nothing else is downloaded.
GOLANGCI_VERSION := v2.15.0
GOLANGCI         := $(BIN)/golangci-lint-$(GOLANGCI_VERSION)
VULN_VERSION     := v1.9.0
VULN             := $(BIN)/govulncheck-$(VULN_VERSION)

# The program is compiled with its profile, cmd/quo-import/default.pgo. Tests are not, nor
# what they build: every package would be compiled a second time.
NOPGO := GOFLAGS="$$GOFLAGS -pgo=off"

# The packages that the race detector watches: those with goroutines.
RACY = $(shell $(GO) list ./importer/... | grep -vE '/importer/(rows|report)') ./store/... ./ratelimit ./quo/...

# The page of a run, and the page of quo-import ui, are tested in Chromium, under one of its names.
BROWSER  := importer/report/browser
UI       := cmd/quo-import/internal/ui
CHROMIUM ?= $(shell command -v chromium || command -v chromium-browser || command -v google-chrome)

FUZZTIME ?= 60s
TARGETS  := linux/amd64 linux/arm64 darwin/amd64 darwin/arm64 windows/amd64 windows/arm64

.DEFAULT_GOAL := help
.PHONY: help build demo test race vet lint vuln fmt tidy-check cross docs-check deploy-check ci \
        cover fuzz faults crash faults-database bench-database postgres fleet bench profile browser sheets man completions notices reproducible release-snapshot clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-17s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

build: ## bin/quo-import
	CGO_ENABLED=0 $(GO) build -trimpath -ldflags '$(LDFLAGS)' -o $(BIN)/quo-import $(PKG)

demo: build ## import samples/contacts.csv into a sandbox, edit it, import it again
	@sh samples/demo.sh $(BIN)/quo-import

test: ## all tests
	$(NOPGO) $(GO) test ./...

race: ## the concurrent packages under the race detector (needs a C compiler)
	$(NOPGO) CGO_ENABLED=1 $(GO) test -race -short -timeout 15m $(RACY)

vet: ## go vet
	$(NOPGO) $(GO) vet ./...

lint: $(GOLANGCI) ## golangci-lint, built at the pinned version
	$(GOLANGCI) run ./...

fmt: $(GOLANGCI) ## format all code as lint expects it
	$(GOLANGCI) fmt ./...

vuln: $(VULN) ## known vulnerabilities, by govulncheck at the pinned version
	@.ci/vuln $(VULN)

$(GOLANGCI):
	GOBIN=$(CURDIR)/$(BIN) GOFLAGS= CGO_ENABLED=0 $(GO) install -ldflags '-s -w' github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(GOLANGCI_VERSION)
	@mv $(BIN)/golangci-lint $@

$(VULN):
	GOBIN=$(CURDIR)/$(BIN) GOFLAGS= CGO_ENABLED=0 $(GO) install -ldflags '-s -w' golang.org/x/vuln/cmd/govulncheck@$(VULN_VERSION)
	@mv $(BIN)/govulncheck $@

tidy-check: ## go.mod and go.sum list what the code uses, and nothing else
	$(GO) mod tidy -diff
	$(GO) mod verify

cross: ## compile for every platform of a release
	@for t in $(TARGETS); do \
	  echo "compile $$t"; \
	  CGO_ENABLED=0 GOOS=$${t%/*} GOARCH=$${t#*/} $(GO) build -trimpath -o /dev/null $(PKG) || exit 1; \
	done

docs-check: build ## documentation: links, flags, dependencies, mapping keys
	@sh .ci/docs-check $(BIN)/quo-import
	$(GO) test ./mapping -run 'Doc|Reference' -count=1

deploy-check: build ## deploy/ and .github/ by actionlint and, if installed, systemd-analyze
	@sh .ci/deploy-check $(BIN)/quo-import

ci: tidy-check vet test lint vuln race docs-check man deploy-check cross ## all that a change must pass

cover: ## coverage of all packages by all tests, bin/cover.html
	@mkdir -p $(BIN)
	$(GO) test -coverpkg=./... -coverprofile=$(BIN)/cover.out ./...
	$(GO) tool cover -func=$(BIN)/cover.out | tail -1
	$(GO) tool cover -html=$(BIN)/cover.out -o $(BIN)/cover.html

fuzz: ## every fuzzer for FUZZTIME (60s)
	@$(GO) list ./... | while read -r p; do \
	  for f in $$($(GO) test -list '^Fuzz' $$p | grep '^Fuzz'); do \
	    echo "fuzz $$p $$f"; \
	    $(GO) test $$p -run '^$$' -fuzz "^$$f\$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 1x || exit 1; \
	  done; \
	done

faults: ## every fault at every step of a write, on every kind of server; random histories; 36,000 rows
	$(GO) test ./importer -run "TestFaultMatrix|TestAllFaultsMixed|TestHistories|TestAdoptingAWorkspace" -v -count=1 -timeout 60m \
	  -faults.columns -history.seeds 300 -adopt.rows 36000

crash: ## kill -9 in the middle of imports, repeatedly, under a clock that stays and one that is moved
	$(GO) test ./cmd/quo-import -run 'TestCrash(UnderAMovedClock)?$$' -v -count=1 -timeout 30m -crash.rounds 10 -crash.rows 300

faults-database: ## the same faults, nights and kills, with the state in PostgreSQL, which is killed, too
	CI=true $(GO) test ./importer -run "TestFaultMatrix|TestAllFaultsMixed|TestThirtyNights|TestHistories" -v -count=1 -timeout 60m -state.database
	CI=true $(GO) test ./cmd/quo-import -run TestCrashWithADatabase -v -count=1 -timeout 30m -crash.rounds 5 -crash.rows 300

bench-database: ## whole runs with the state in a file and in a database, behind a network that delays
	CI=true $(GO) test ./cmd/quo-import -run TestFiguresOfAState -v -count=1 -timeout 60m -figures

postgres: ## the state in PostgreSQL: many random histories, through a pooler, an unkind network and slow ones (needs PostgreSQL, PgBouncer)
	CI=true $(GO) test ./store/postgres -v -count=1 -timeout 60m -rapid.checks 100
	CI=true $(GO) test ./store/postgres -run BehindASlowNetwork -v -count=1 -timeout 60m -network.slow -rapid.checks 3

fleet: ## two workers of a fleet, one of them killed; 200 workspaces in one process
	$(GO) test ./cmd/quo-import -run 'TestAKilledWorkers|TestManyWorkspaces' -v -count=1 -timeout 15m \
	  -fleet.kill -jobs.workspaces 200 -jobs.rows 50 -jobs.rate 10

bench: ## whole runs over 50,000 and 1,000,000 rows, beside a bare pass of encoding/csv, node, Python
	@cmd/bench/bench.sh

browser: build $(BROWSER)/node_modules $(UI)/browser/node_modules ## report.html and the page in Chromium (needs node 20, npm and chromium)
	CHROMIUM=$(CHROMIUM) npm --prefix $(BROWSER) test
	CHROMIUM=$(CHROMIUM) PROGRAM=$(CURDIR)/$(BIN)/quo-import npm --prefix $(UI)/browser test

page-speed: build $(UI)/browser/node_modules ## how fast the page shows 36,000 rows, in Chromium
	CHROMIUM=$(CHROMIUM) PROGRAM=$(CURDIR)/$(BIN)/quo-import npm --prefix $(UI)/browser run speed

page: ## bundle the script of the page from its sources (go generate)
	$(GO) generate ./$(UI)

%/node_modules: %/package-lock.json
	npm ci --prefix $(dir $@) --silent --no-fund --no-audit
	@touch $@

profile: ## renew the profile that the program is compiled with, from checks of 50,000 rows (2 minutes)
	CGO_ENABLED=0 $(GO) test -trimpath ./cmd/quo-import -run '^$$' -bench BenchmarkCheck -benchtime 150x -cpuprofile $(CURDIR)/cmd/quo-import/default.pgo -o /dev/null

sheets: ## how the headers of real exports are matched; 10,000 random files with the truth beside them
	$(GO) test ./mapping/headers -run TestSheets -v -count=1
	$(GO) test ./cmd/quo-import -run 'TestDirtySheets$$' -v -count=1 -timeout 60m -dirty.sheets 10000
	$(GO) test ./cmd/quo-import -run TestDirtySheetsAreImported -v -count=1 -timeout 60m -dirty.imports 300

man: ## manual pages, bin/man
	$(GO) run -tags man -ldflags '$(LDFLAGS)' $(PKG) man bin/man

completions: build ## shell completions, bin/completions
	@mkdir -p bin/completions
	$(BIN)/quo-import completion bash > bin/completions/quo-import.bash
	$(BIN)/quo-import completion zsh  > bin/completions/quo-import.zsh
	$(BIN)/quo-import completion fish > bin/completions/quo-import.fish
	$(BIN)/quo-import completion powershell > bin/completions/quo-import.ps1

notices: build ## the licences of everything in the binary, bin/NOTICES.txt
	@sh .ci/notices $(BIN)/quo-import > $(BIN)/NOTICES.txt

reproducible: ## build this commit twice, in two places with two caches, and compare
	@sh .ci/reproducible

release-snapshot: ## the files of a release, in dist/ (needs goreleaser, syft, docker; SKIP=sbom,docker does without the last two)
	@command -v goreleaser >/dev/null || { echo 'goreleaser is not installed: https://goreleaser.com/install'; exit 1; }
	goreleaser release --snapshot --clean $(if $(SKIP),--skip=$(SKIP))

clean: ## remove everything that was built
	rm -rf $(BIN) dist
