//go:build race

package main

// racing says that the race detector watches: everything is some ten times slower
// then, and takes several times the memory.
const racing = true
