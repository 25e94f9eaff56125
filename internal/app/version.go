package app

import (
	"cmp"
	"runtime"
	"runtime/debug"

	"fika/internal/api"
)

// Version describes this program from the toolchain's build information and the name set
// by the linker; "" if it set none.
func Version(linked string) api.Version {
	v := api.Version{Version: cmp.Or(linked, "(devel)"), Go: runtime.Version()}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return v
	}
	v.Version = cmp.Or(linked, info.Main.Version, "(devel)")
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			v.Commit = s.Value
		case "vcs.modified":
			v.Changed = s.Value == "true"
		}
	}
	return v
}
