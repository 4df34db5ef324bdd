//! 見本のPDF: one page with a line of plain letters, the paper that stands for a signed plan.
use std::fmt::Write as _;

/// The page as a file. `line` holds plain letters only.
pub(super) fn page(line: &str) -> Vec<u8> {
    let shown: String = line.chars().filter(|c| c.is_ascii_alphanumeric() || " -.:".contains(*c)).collect();
    let drawing = format!("BT /F1 14 Tf 60 760 Td ({shown}) Tj ET");
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{drawing}\nendstream", drawing.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    let mut text = "%PDF-1.4\n".to_owned();
    let mut places = Vec::new();
    for (number, object) in (1..).zip(&objects) {
        places.push(text.len());
        let _ = write!(text, "{number} 0 obj\n{object}\nendobj\n");
    }
    let table = text.len();
    let _ = write!(text, "xref\n0 {}\n0000000000 65535 f \n", places.len() + 1);
    for place in &places {
        let _ = writeln!(text, "{place:010} 00000 n ");
    }
    let _ = write!(text, "trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n", places.len() + 1);
    text.into_bytes()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_object_stands_where_the_table_says() {
        let page = String::from_utf8(page("plan T01 (x)")).unwrap();
        let table = page.rfind("startxref\n").unwrap();
        let at: usize = page[table + 10..].lines().next().unwrap().parse().unwrap();
        assert!(page[at..].starts_with("xref\n0 6\n") && page.contains("(plan T01 x)"));
        for (number, row) in (1..).zip(page[at..].lines().skip(3).take(5)) {
            let place: usize = row[..10].parse().unwrap();
            assert!(page[place..].starts_with(&format!("{number} 0 obj")), "{row}");
        }
    }
}
