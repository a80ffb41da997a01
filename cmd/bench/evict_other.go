//go:build !linux

package main

import "errors"

const noEvict = "on Linux only"

func evict(string) error { return errors.New(noEvict) }
