// Package bench measures fika beside the libraries that one would use instead.
// It is a module of its own, so that those are no dependency of fika; it holds
// no code but tests and benchmarks. docs/performance.md has the results.
package bench
