package config

// form is one table of the file. Each part of a Config lists its keys once, and a
// form uses the list to read the file ([table]) or to write it ([sheet]).
type form interface {
	// field declares a key. A table calls read if the key is in the file; a sheet
	// calls write and omits the key if it returns nil.
	field(key string, read func(value), write func() any)

	// check runs a rule about several values when a file is read, after the fields
	// declared so far.
	check(rule func(*table))
}

// codec reads and writes one type of value.
type codec[T any] struct {
	read  func(v value, into *T) bool // reports a fault, leaves into unchanged and returns false if v is not valid
	write func(T) any
}

// field declares a key that is always written, so that its default is visible.
func field[T any](f form, key string, at *T, k codec[T]) {
	f.field(key, func(v value) { k.read(v, at) }, func() any { return k.write(*at) })
}

// optionalField declares a key that is written only if its value is not zero.
func optionalField[T comparable](f form, key string, at *T, k codec[T]) {
	f.field(key, func(v value) { k.read(v, at) }, func() any {
		var zero T
		if *at == zero {
			return nil
		}
		return k.write(*at)
	})
}

// optionalList is optionalField for lists.
func optionalList[T any](f form, key string, at *[]T, k codec[T]) {
	f.field(key, func(v value) { list(k).read(v, at) }, func() any {
		if len(*at) == 0 {
			return nil
		}
		return list(k).write(*at)
	})
}

// nullableField declares a key without a default; it is nil if the file does not have
// it.
func nullableField[T any](f form, key string, at **T, k codec[T]) {
	f.field(key, func(v value) {
		var t T
		if k.read(v, &t) {
			*at = &t
		}
	}, func() any {
		if *at == nil {
			return nil
		}
		return k.write(**at)
	})
}

// require requires a key; why explains what it is for.
func require(f form, key, why string) {
	f.check(func(t *table) { t.require(key, why) })
}

// section declares a table with the keys that fields declares.
func section(f form, key string, fields func(form)) {
	var none struct{}
	field(f, key, &none, tableOf(func(f form, _ *struct{}) { fields(f) }))
}

// tableOf returns the codec of a table. Keys that it does not have keep their values.
func tableOf[T any](fields func(form, *T)) codec[T] {
	return codec[T]{
		read: func(v value, into *T) bool {
			t, ok := v.table()
			if ok {
				fields(t, into)
				t.close()
			}
			return ok
		},
		write: func(at T) any {
			s := &sheet{}
			fields(s, &at)
			return s
		},
	}
}

// list returns the codec of an array. Faulty elements are skipped, so that the others
// are still checked; the file is rejected anyway.
func list[T any](k codec[T]) codec[[]T] {
	return listOf(k, *new(T))
}

// listOf is list with an initial value for elements.
func listOf[T any](k codec[T], fresh T) codec[[]T] {
	return codec[[]T]{
		read: func(v value, into *[]T) bool {
			values, ok := v.list()
			if !ok {
				return false
			}
			*into = nil
			for _, element := range values {
				t := fresh
				if k.read(element, &t) {
					*into = append(*into, t)
				}
			}
			return true
		},
		write: func(ts []T) any {
			all := make([]any, len(ts))
			for i, t := range ts {
				all[i] = k.write(t)
			}
			return all
		},
	}
}
