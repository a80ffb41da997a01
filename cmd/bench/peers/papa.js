// papaparse streaming a file: node papa.js FILE.csv > out.ndjson
const fs = require('fs'), Papa = require('papaparse');
const { processRow, emit, done } = require('./common');
Papa.parse(fs.createReadStream(process.argv[2], { highWaterMark: 1 << 18, encoding: 'utf8' }), { // without encoding papaparse splits UTF-8 at chunk edges
  header: true, skipEmptyLines: true,
  chunk: (res) => { for (const r of res.data) emit(processRow(r)); },
  complete: done,
});
