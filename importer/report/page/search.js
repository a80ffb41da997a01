
const box = document.getElementById('find')
if (box) {
  const rows = [...document.querySelectorAll('#rejected tbody tr')]
  const texts = rows.map(r => r.textContent.toLowerCase())
  const found = document.getElementById('found')
  box.parentElement.hidden = false
  box.addEventListener('input', () => {
    const words = box.value.toLowerCase().split(/\s+/)
    let n = 0
    rows.forEach((r, i) => {
      r.hidden = !words.every(w => texts[i].includes(w))
      if (!r.hidden) n++
    })
    found.textContent = box.value.trim() ? `${n} of ${rows.length}` : ''
  })
}
