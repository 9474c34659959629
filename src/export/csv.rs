//! Rows as comma-separated values (RFC 4180), in UTF-8.
//!
//! Must never let through a cell that a spreadsheet would calculate.

/// The rows, each ended by CR LF; a cell is quoted where that is needed.
pub fn csv<Row: AsRef<[String]>>(rows: impl IntoIterator<Item = Row>) -> String {
    let mut text = String::new();
    for row in rows {
        let cells: Vec<String> = row.as_ref().iter().map(|cell| quoted(&harmless(cell))).collect();
        text.push_str(&cells.join(","));
        text.push_str("\r\n");
    }
    text
}

/// A cell as text: an apostrophe stands before what a spreadsheet would take for a formula, also
/// where blanks come first.
fn harmless(cell: &str) -> String {
    let calculates = |c: char| matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r');
    let blank = |c: char| c.is_whitespace() && !calculates(c);
    if cell.trim_start_matches(blank).starts_with(calculates) || cell.trim().starts_with(calculates)
    {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

fn quoted(cell: &str) -> String {
    let needed =
        cell.contains(['"', ',', '\r', '\n']) || cell.starts_with(' ') || cell.ends_with(' ');
    if needed { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads what was written, as RFC 4180 says.
    fn read(text: &str) -> Vec<Vec<String>> {
        let (mut rows, mut row, mut cell) = (Vec::new(), Vec::new(), String::new());
        let (mut chars, mut inside) = (text.chars().peekable(), false);
        while let Some(c) = chars.next() {
            match (c, inside) {
                ('"', true) if chars.peek() == Some(&'"') => cell.extend(chars.next()),
                ('"', _) => inside = !inside,
                (',', false) => row.push(std::mem::take(&mut cell)),
                ('\r', false) if chars.peek() == Some(&'\n') => {
                    chars.next();
                    row.push(std::mem::take(&mut cell));
                    rows.push(std::mem::take(&mut row));
                }
                (c, _) => cell.push(c),
            }
        }
        assert!(cell.is_empty() && row.is_empty() && !inside, "something is left: {text:?}");
        rows
    }

    #[test]
    fn what_is_written_reads_back_as_it_was() {
        let rows = [["a", "b, \"c\"", "", " d "], ["1\n2", "é\r\nł", "\"", ","]];
        let rows = rows.map(|row| row.map(str::to_owned).to_vec());
        assert_eq!(read(&csv(&rows)), rows);
    }

    #[test]
    fn no_cell_is_a_formula() {
        for cell in ["=1+1", " =1+1", "+44", "-5", "@sum", "\t=1", "\r=1", "\n@x", "\u{a0}=x"] {
            let row = [vec![cell.to_owned()]];
            assert_eq!(read(&csv(&row)), [[format!("'{cell}")]], "{cell:?}");
        }
        assert_eq!(csv([["a-b".to_owned(), "2026-01-01".to_owned()]]), "a-b,2026-01-01\r\n");
    }
}
