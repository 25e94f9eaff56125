//go:build !race

package main

const raceEnabled = false // see race_test.go
