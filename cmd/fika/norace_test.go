//go:build !race

package main

const racing = false // see race_test.go
