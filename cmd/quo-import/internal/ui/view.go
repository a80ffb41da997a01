package ui

import "github.com/quo-import/quo-import/cmd/quo-import/internal/job"

// What the page shows. A page gets all of it with GET /api/view, and again whenever the
// event "view" has a new revision: a page keeps nothing that it could lose.

// view is everything.
type view struct {
	Revision  int            `json:"revision"`
	Where     string         `json:"where"` // the API that is written to
	Rehearsal bool           `json:"rehearsal"`
	Formats   []string       `json:"formats"` // of files
	Key       keyView        `json:"key"`
	Recent    []recentView   `json:"recent"`
	Session   *sessionView   `json:"session,omitempty"`
	Busy      string         `json:"busy,omitempty"` // what is being done, for a person
	Problem   string         `json:"problem,omitempty"`
	File      *fileView      `json:"file,omitempty"`
	Questions []questionView `json:"questions"`
	Columns   *columnsView   `json:"columns,omitempty"`
	Sheet     *sheetView     `json:"sheet,omitempty"`
	Plan      *planView      `json:"plan,omitempty"`
	Run       *runView       `json:"run,omitempty"`
	Nightly   *nightlyView   `json:"nightly,omitempty"`
}

// keyView is what is known of the API key, which is not shown.
type keyView struct {
	Have    bool   `json:"have"`
	From    string `json:"from,omitempty"` // typed, keyring, start
	Keyring bool   `json:"keyring"`        // the system has one
}

// recentView is a session to continue.
type recentView struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Changed string `json:"changed"` // for a person
}

// sessionView is the session.
type sessionView struct {
	ID     string      `json:"id"`
	Name   string      `json:"name"`
	Path   string      `json:"path"`
	Screen string      `json:"screen"`
	Read   readOptions `json:"read"`
	Adopt  string      `json:"adopt,omitempty"` // what was chosen about people who are in Quo already
}

// fileView is the file, and how it is read.
type fileView struct {
	Format     string     `json:"format"`
	Bytes      int64      `json:"bytes"`
	Encoding   string     `json:"encoding,omitempty"`
	Delimiter  string     `json:"delimiter,omitempty"`
	Sheet      string     `json:"sheet,omitempty"`
	Sheets     []string   `json:"sheets,omitempty"`
	Header     bool       `json:"header"` // it has a header row, or could have one
	HeaderLine int        `json:"headerLine"`
	Above      int        `json:"above"` // the last line above the rows
	Columns    int        `json:"columns"`
	Warnings   []string   `json:"warnings"`
	First      []lineView `json:"first"` // the first lines, as they are in the file
}

type lineView struct {
	Line  int      `json:"line"`
	Cells []string `json:"cells"`
}

// questionView is a decision that only the person can make.
type questionView struct {
	ID        string       `json:"id"`
	About     string       `json:"about"`
	Question  string       `json:"question"`
	Evidence  []string     `json:"evidence"`
	Choices   []job.Choice `json:"choices"`
	Free      bool         `json:"free"` // other answers are taken, too
	Takes     string       `json:"takes,omitempty"`
	Default   string       `json:"default,omitempty"`
	Optional  bool         `json:"optional"`
	Answer    string       `json:"answer,omitempty"` // that was given
	Otherwise string       `json:"otherwise,omitempty"`
}

// columnsView is how the columns are understood.
type columnsView struct {
	List    []columnView `json:"list"`   // those to look at first
	Fields  []groupView  `json:"fields"` // that a column may feed
	Rows    int          `json:"rows"`   // -1 until they were counted
	Remarks []string     `json:"remarks"`
	Key     string       `json:"key"`  // the column or columns of the key, or "derived"
	Keys    []string     `json:"keys"` // columns that may be the key
}

type columnView struct {
	Name     string       `json:"name"`
	Field    string       `json:"field"` // a value of a fieldView; "" for a column that is left out
	How      string       `json:"how"`   // matched, guessed, left, preset, chosen
	Remark   string       `json:"remark,omitempty"`
	Values   int          `json:"values"`          // cells that are not blank; -1 until they were counted
	Problems int          `json:"problems"`        // cells that are refused
	Chosen   bool         `json:"chosen"`          // by the person
	Fixed    string       `json:"fixed,omitempty"` // why it cannot be changed here
	Samples  []sampleView `json:"samples"`
}

// sampleView is a value of the file with what it becomes.
type sampleView struct {
	Raw     string `json:"raw"`
	Result  string `json:"result,omitempty"`
	Problem string `json:"problem,omitempty"`
}

type groupView struct {
	Name   string      `json:"name"`
	Fields []fieldView `json:"fields"`
}

type fieldView struct {
	Value string `json:"value"`
	Name  string `json:"name"`
}

// sheetView is how many rows there are to correct.
type sheetView struct {
	Problems int `json:"problems"` // rows that an import rejects
	Fixes    int `json:"fixes"`    // corrections
}

// planView is what an import would do.
type planView struct {
	Compared     bool           `json:"compared"` // with Quo
	Knows        bool           `json:"knows"`    // creates can be told from updates
	Counts       map[string]int `json:"counts"`
	Writes       int            `json:"writes"`
	Duration     string         `json:"duration,omitempty"`
	Stop         string         `json:"stop,omitempty"` // why nothing would be written
	Notices      []string       `json:"notices"`
	Problems     []problemView  `json:"problems"`
	MoreProblems int            `json:"moreProblems"` // that are in none of the list
	Warnings     []problemView  `json:"warnings"`
	Cards        []cardView     `json:"cards"`   // the first contacts
	Changes      []changeView   `json:"changes"` // the first updates
	MoreChanges  int            `json:"moreChanges"`
	Pairs        []pairView     `json:"pairs"` // rows whose number is in Quo already
	MorePairs    int            `json:"morePairs"`
	Adoptable    int            `json:"adoptable"`
	Phoneless    int            `json:"phoneless"`
	Nameless     int            `json:"nameless"`
	State        string         `json:"state"`
	Source       string         `json:"source"`
	Keyed        string         `json:"keyed"` // what the key of a row is
}

type problemView struct {
	Column   string        `json:"column"`
	Kind     string        `json:"kind"`
	Message  string        `json:"message"`
	Count    int           `json:"count"`
	Examples []exampleView `json:"examples"`
}

type exampleView struct {
	Place   string `json:"place"`
	Value   string `json:"value"`
	Message string `json:"message"`
}

type cardView struct {
	Place    string     `json:"place"`
	Action   string     `json:"action"`
	Name     string     `json:"name"`
	Initials string     `json:"initials"`
	Facts    []factView `json:"facts"`
}

type factView struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

type changeView struct {
	Place   string            `json:"place"`
	Key     string            `json:"key"`
	Action  string            `json:"action"`
	Message string            `json:"message,omitempty"`
	Name    string            `json:"name,omitempty"`
	Fields  []fieldChangeView `json:"fields"`
}

type fieldChangeView struct {
	Field  string `json:"field"`
	Before string `json:"before"`
	After  string `json:"after"`
}

type pairView struct {
	Place    string      `json:"place"`
	Key      string      `json:"key"`
	Name     string      `json:"name"`
	Outcome  string      `json:"outcome"`
	Contacts []foundView `json:"contacts"`
}

type foundView struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Why     string `json:"why"` // what agrees
	Certain bool   `json:"certain"`
}

// runView is a run that is going on, or the last one.
type runView struct {
	ID          string           `json:"id"`
	Kind        string           `json:"kind"` // import, undo
	Going       bool             `json:"going"`
	Paused      bool             `json:"paused"`
	Stopping    bool             `json:"stopping"`
	Trial       bool             `json:"trial"` // of the first rows
	Done        int              `json:"done"`
	Total       int              `json:"total"`
	Counts      map[string]int   `json:"counts"`
	Rate        string           `json:"rate,omitempty"`
	Left        string           `json:"left,omitempty"`
	Stopped     string           `json:"stopped,omitempty"` // why it ended early
	Interrupted bool             `json:"interrupted"`       // the program was killed
	Failures    []failure        `json:"failures"`
	Files       []reportFileView `json:"files"`
	Report      string           `json:"report,omitempty"`
}

type reportFileView struct {
	Name string `json:"name"`
	What string `json:"what"`
}

// nightlyView is what runs the import every night.
type nightlyView struct {
	Mapping string `json:"mapping"`
	Command string `json:"command"`
	Crontab string `json:"crontab"`
	Service string `json:"service"`
	Timer   string `json:"timer"`
}
