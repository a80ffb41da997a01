package send

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/quo-import/quo-import/quo"
)

var nextWords = map[Next]string{
	Done: "done", Again: "send again", LookFirst: "look first", LookPair: "look the pair up",
	ConfirmGone: "look again before believing it", Refuse: "the row fails", StopAll: "the run stops",
	Absent: "not there", AlreadyGone: "deleted",
}

// docs/reliability.md repeats the table of outcomes, and every answer is in it.
func TestTheDocumentationRepeatsTheOutcomes(t *testing.T) {
	text, err := os.ReadFile("../../docs/reliability.md")
	if err != nil {
		t.Fatal(err)
	}
	for class := quo.None; class <= quo.Fatal; class++ {
		line := fmt.Sprintf("| %s |", class)
		for _, op := range []operation{opRead, opCreate, opUpdate, opDelete} {
			step, ok := outcomes[op][class]
			if !ok {
				t.Errorf("%s × %s is not decided", op, class)
			}
			line += fmt.Sprintf(" %s |", nextWords[step])
		}
		if !strings.Contains(string(text), line) {
			t.Errorf("docs/reliability.md lacks the line\n%s", line)
		}
	}
}
