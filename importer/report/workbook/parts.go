package workbook

// part is a file in the workbook.
type part struct{ name, text string }

// The formats of cells, by their place in cellXfs. All have the number format 49, "@":
// text (18.8.30).
const (
	styleText   = "1"
	styleHeader = "2"
	styleMarked = "3"
)

// Namespaces.
const (
	main          = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	relationships = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	packages      = "http://schemas.openxmlformats.org/package/2006/"
)

// before are the parts that come before the sheet.
var before = []part{
	{"[Content_Types].xml", `<Types xmlns="` + packages + `content-types">` +
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
		`<Default Extension="vml" ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/>` +
		`<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>` +
		`<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>` +
		`<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>` +
		`<Override PartName="/xl/comments1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"/>` +
		`</Types>`},
	{"_rels/.rels", `<Relationships xmlns="` + packages + `relationships">` +
		`<Relationship Id="rId1" Type="` + relationships + `/officeDocument" Target="xl/workbook.xml"/>` +
		`</Relationships>`},
	{"xl/workbook.xml", `<workbook xmlns="` + main + `" xmlns:r="` + relationships + `">` +
		`<bookViews><workbookView/></bookViews><sheets><sheet name="rejected" sheetId="1" r:id="rId1"/></sheets></workbook>`},
	{"xl/_rels/workbook.xml.rels", `<Relationships xmlns="` + packages + `relationships">` +
		`<Relationship Id="rId1" Type="` + relationships + `/worksheet" Target="worksheets/sheet1.xml"/>` +
		`<Relationship Id="rId2" Type="` + relationships + `/styles" Target="styles.xml"/>` +
		`</Relationships>`},
	{"xl/worksheets/_rels/sheet1.xml.rels", `<Relationships xmlns="` + packages + `relationships">` +
		`<Relationship Id="rId1" Type="` + relationships + `/vmlDrawing" Target="../drawings/vmlDrawing1.vml"/>` +
		`<Relationship Id="rId2" Type="` + relationships + `/comments" Target="../comments1.xml"/>` +
		`</Relationships>`},
	// The first two fills are reserved: none and a grey pattern (18.8.21).
	{"xl/styles.xml", `<styleSheet xmlns="` + main + `">` +
		`<fonts count="3"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font><font><sz val="11"/><color rgb="FF9C0006"/><name val="Calibri"/></font></fonts>` +
		`<fills count="4"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>` +
		`<fill><patternFill patternType="solid"><fgColor rgb="FFEDEDED"/></patternFill></fill><fill><patternFill patternType="solid"><fgColor rgb="FFFFC7CE"/></patternFill></fill></fills>` +
		`<borders count="1"><border/></borders>` +
		`<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>` +
		`<cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>` +
		`<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>` +
		`<xf numFmtId="49" fontId="1" fillId="2" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1"/>` +
		`<xf numFmtId="49" fontId="2" fillId="3" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1"/></cellXfs></styleSheet>`},
}

// What stands around the columns and rows of the sheet. The first row is frozen; no
// triangle in a corner says that a text looks like a number; the notes are those of the
// sheet's relationship rId1.
const (
	sheetBegin = `<worksheet xmlns="` + main + `" xmlns:r="` + relationships + `">` +
		`<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft"/></sheetView></sheetViews>`
	sheetEnd = `</sheetData><ignoredErrors><ignoredError sqref="A1:%s" numberStoredAsText="1"/></ignoredErrors><legacyDrawing r:id="rId1"/></worksheet>`
)

// The parts of the drawing of notes: before the ids of its blocks, after them, and one
// note with its id, its place (column, row, to column, to row) and its cell.
const (
	shapesBegin = `<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel">` +
		`<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="`
	shapeType = `"/></o:shapelayout>` +
		`<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>`
	shape = `<v:shape id="_x0000_s%d" type="#_x0000_t202" style="position:absolute;width:220px;height:70px;z-index:1;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto">` +
		`<v:fill color2="#ffffe1"/><v:shadow color="black" obscured="t"/><v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"><div style="text-align:left"/></v:textbox>` +
		`<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>%d, 10, %d, 4, %d, 10, %d, 4</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>%d</x:Row><x:Column>%d</x:Column></x:ClientData></v:shape>`
)
