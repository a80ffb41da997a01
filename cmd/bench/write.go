package main

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// write writes a file of contacts in the format of its extension.
func write(path string, rows int, faults bool) error {
	g := generator{seed: 1, faults: faults}
	if strings.HasSuffix(path, ".xlsx") {
		return writeXLSX(path, rows, g)
	}
	out, err := os.Create(path)
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(out, 1<<20)
	put := csvRows(w)
	if strings.HasSuffix(path, ".jsonl") {
		put = jsonRows(w)
	} else if err := put(columns); err != nil {
		return err
	}
	for i := range rows {
		if err := put(g.contact(i)); err != nil {
			return err
		}
	}
	return errors.Join(w.Flush(), out.Close())
}

func csvRows(w io.Writer) func([]string) error {
	c := csv.NewWriter(w)
	return func(row []string) error {
		if err := c.Write(row); err != nil {
			return err
		}
		c.Flush()
		return c.Error()
	}
}

// jsonRows writes objects: the score is a number, the tags are a list.
func jsonRows(w io.Writer) func([]string) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	type contact struct {
		ID        string   `json:"id"`
		First     string   `json:"first_name"`
		Last      string   `json:"last_name"`
		Company   string   `json:"company"`
		Title     string   `json:"job_title"`
		Email     string   `json:"email"`
		Email2    string   `json:"email_2"`
		Mobile    string   `json:"mobile"`
		WorkPhone string   `json:"work_phone"`
		Country   string   `json:"country"`
		Date      string   `json:"signup_date"`
		Score     int      `json:"lead_score"`
		Tags      []string `json:"tags"`
		Website   string   `json:"website"`
	}
	return func(r []string) error {
		score, err := strconv.Atoi(r[11])
		if err != nil {
			return err
		}
		list := strings.Split(r[12], ";")
		if r[12] == "" {
			list = []string{}
		}
		return enc.Encode(contact{r[0], r[1], r[2], r[3], r[4], r[5], r[6], r[7], r[8], r[9], r[10], score, list, r[13]})
	}
}

func writeXLSX(path string, rows int, g generator) error {
	book := excelize.NewFile()
	w, err := book.NewStreamWriter("Sheet1")
	if err != nil {
		return err
	}
	cells := make([]any, len(columns))
	put := func(n int, row []string) error {
		for i, cell := range row {
			cells[i] = cell
		}
		return w.SetRow(fmt.Sprintf("A%d", n), cells)
	}
	if err := put(1, columns); err != nil {
		return err
	}
	for i := range rows {
		if err := put(i+2, g.contact(i)); err != nil {
			return err
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return errors.Join(book.SaveAs(path), book.Close())
}
