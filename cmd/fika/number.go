package main

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
)

// limits are the smallest and the largest number that a flag takes. A maximum of
// [math.MaxInt] is none.
type limits struct{ min, max int }

// numberFlag adds the flag name, which sets value to a whole number within l. What the
// command line states is always checked; the value before may be outside, such as 0 for a
// default that is found later.
func numberFlag(cmd *cobra.Command, value *int, name string, l limits, help string) {
	cmd.Flags().Var(&numberValue{value, name, l}, name, help)
}

// seedFlag is numberFlag for several numbers, separated by commas.
func seedFlag(cmd *cobra.Command, values *[]uint, name string, l limits, help string) {
	cmd.Flags().Var(&numbersValue{values: values, name: name, limits: l}, name, help)
}

// limitError says that a flag does not take what the command line states.
type limitError struct {
	flag, typed string
	limits
}

func (e *limitError) Error() string {
	if e.max == math.MaxInt {
		return fmt.Sprintf("--%s must be a whole number, %d or more, not %q", e.flag, e.min, e.typed)
	}
	return fmt.Sprintf("--%s must be %d to %d, not %q", e.flag, e.min, e.max, e.typed)
}

// flagFault is the fault of a command line that cobra cannot parse.
func flagFault(_ *cobra.Command, err error) error {
	var limit *limitError
	if errors.As(err, &limit) {
		err = limit
	}
	return usage("%v", err)
}

func (l limits) parse(flag, typed string) (int, error) {
	n, err := strconv.Atoi(strings.TrimSpace(typed))
	if err != nil || n < l.min || n > l.max {
		return 0, &limitError{flag, typed, l}
	}
	return n, nil
}

// numberValue implements pflag.Value.
type numberValue struct {
	value *int
	name  string
	limits
}

func (v *numberValue) String() string { return strconv.Itoa(*v.value) }
func (v *numberValue) Type() string   { return "int" }

func (v *numberValue) Set(typed string) error {
	n, err := v.parse(v.name, typed)
	if err != nil {
		return err
	}
	*v.value = n
	return nil
}

// numbersValue implements pflag.Value. The flag may be repeated.
type numbersValue struct {
	values *[]uint
	name   string
	set    bool // the default is gone
	limits
}

func (v *numbersValue) String() string {
	if v.values == nil {
		return ""
	}
	var words []string
	for _, n := range *v.values {
		words = append(words, strconv.FormatUint(uint64(n), 10))
	}
	return strings.Join(words, ",")
}

func (v *numbersValue) Type() string { return "uints" }

func (v *numbersValue) Set(typed string) error {
	var list []uint
	for word := range strings.SplitSeq(typed, ",") {
		n, err := v.parse(v.name, word)
		if err != nil {
			return err
		}
		list = append(list, uint(n))
	}
	if v.set {
		list = slices.Concat(*v.values, list)
	}
	*v.values, v.set = list, true
	return nil
}
