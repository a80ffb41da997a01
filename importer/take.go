package importer

// The rows that the mappers judged come here in the order of the file, in one
// goroutine: each is counted, and goes to the listener, to a group of rows with
// its key, or to the spool.

func (im *Importer) takeBatch(p *Plan, b *batch) error {
	p.ahead = b.ahead
	p.hidden, p.broken = p.hidden+b.hidden, p.broken+b.broken
	for i := range b.judged {
		if i%warmRows == 0 {
			p.warm(b.judged[i:min(i+warmRows, len(b.judged))])
		}
		p.Counts.Read++
		p.Files[b.input].Read++
		p.settled.Read++
		if err := im.takeRow(p, b, i); err != nil {
			return err
		}
	}
	return nil
}

// takeRow counts a row and keeps it, unless its key was seen before: what
// becomes of such a group is decided when all of its rows are known.
func (im *Importer) takeRow(p *Plan, b *batch, i int) error {
	j := &b.judged[i]
	if j.key != "" {
		grouped := p.note(b, i)
		if grouped && j.verdict != planReject {
			return nil
		}
	} else if j.verdict != planSkip {
		p.keyless++
	}
	row := b.original(i)
	switch j.verdict {
	case planReject, planSkip:
		im.settle(p, rowEvent(&row, j, b.rows[i].raw))
		return nil
	}
	if j.verdict.writes() {
		p.acquaint(j, row.input, placeOf(row.input, row.pos))
	}
	return im.keep(p, &task{
		verdict: j.verdict, key: j.key, raw: j.raw, want: j.want,
		encoded: j.desired, noPhone: j.noPhone, warnings: j.warnings, row: row,
	})
}

// tally counts rows of an input.
func (p *Plan) tally(input int, a Action, n int) {
	p.Counts.add(a, n)
	p.Files[input].add(a, n)
}

// settle counts and tells a row that the first pass decides for good.
func (im *Importer) settle(p *Plan, e RowEvent) {
	p.troubles.note(&e)
	for _, c := range []*Counts{&p.Counts, &p.Files[e.Input], &p.settled} {
		c.addRow(&e)
	}
	im.emit(e)
}

// keep counts a task and writes it to the spool.
func (im *Importer) keep(p *Plan, t *task) error {
	if t.verdict.writes() {
		if im.Options.Limit > 0 && p.Writes >= im.Options.Limit {
			t.verdict = planLimit
			p.limited(t.key)
		} else {
			p.Writes++
			p.Counts.Warnings += len(t.warnings)
			if t.noPhone {
				p.Counts.Phoneless++
			}
			p.preview(t)
		}
	}
	p.tally(t.row.input, t.verdict.action(), 1)
	for i := range t.followers {
		p.tally(t.followers[i].input, Skipped, 1)
	}
	if im.Options.DryRun && len(t.warnings) > 0 {
		j := judged{verdict: t.verdict, key: t.key, warnings: t.warnings}
		im.emit(rowEvent(&t.row, &j, ""))
	}
	if t.verdict == planUnchanged {
		p.settled.Unchanged++
		p.settled.Skipped += len(t.followers)
		lead := RowEvent{Pos: t.row.pos, Key: t.key, Action: Unchanged}
		for i := range t.followers {
			im.emit(follower(&t.followers[i], &lead))
		}
		return nil
	}
	if p.spool == nil {
		return nil
	}
	return p.spool.put(t)
}

// limited remembers that a key is past --limit, for uncount: another row with
// it may follow.
func (p *Plan) limited(key string) {
	if e := p.keys.get(p.keys.hash(key)); e != nil {
		e.plan = planLimit
	}
}

// uncount takes back what keep counted for a row that turned out not to be the
// only one with its key.
func (p *Plan) uncount(v verdict, t *task) {
	p.tally(t.row.input, v.action(), -1)
	if v.writes() {
		p.hide(t)
		p.Writes--
		p.Counts.Warnings -= len(t.warnings)
		if t.noPhone {
			p.Counts.Phoneless--
		}
	}
	if v == planUnchanged {
		p.settled.Unchanged--
	}
}

func rowEvent(row *original, j *judged, raw string) RowEvent {
	return RowEvent{
		Pos: row.pos, Input: row.input, Key: j.key, Action: j.verdict.action(), Message: j.reason,
		Errors: j.errors, Warnings: j.warnings, Cells: row.cells, JSON: row.json, Raw: raw, content: j.content,
	}
}
