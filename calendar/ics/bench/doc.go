// Package bench compares fika with the libraries that one would use instead. It is a
// separate module, so that those are not dependencies of fika; it contains only tests
// and benchmarks. docs/performance.md has the results.
package bench
