//! 並び: the records of one person stand together, and their types in ascending order (AA05).
use super::located::Located;
use kernel::{Finding, Severity};
use std::collections::BTreeSet;

pub(super) fn check(rows: &[Located<'_>], findings: &mut Vec<Finding>) {
    let mut closed: BTreeSet<(&str, Key<'_>)> = BTreeSet::new();
    let mut before: Option<&Located<'_>> = None;
    for row in rows {
        if let Some(last) = before.filter(|last| last.file == row.file) {
            if key(last) != key(row) {
                closed.insert((last.file, key(last)));
            } else if last.record.kind().1 > row.record.kind().1 {
                tell(row, "レコード種別の順番が前の行と入れかわっています", findings);
            }
            if closed.contains(&(row.file, key(row))) {
                tell(row, "同じ人(請求書は同じ市町村)のレコードが、離れた所にもあります", findings);
                closed.remove(&(row.file, key(row)));
            }
        }
        before = Some(row);
    }
}

type Key<'f> = (&'f str, &'f str, &'f str, &'f str, &'f str);

fn key<'f>(row: &Located<'f>) -> Key<'f> {
    (
        row.record.kind().0,
        row.text("service_year_month"),
        row.text("municipality_no"),
        row.text("certificate_no"),
        row.text("form_no"),
    )
}

fn tell(row: &Located<'_>, what: &str, findings: &mut Vec<Finding>) {
    findings.push(row.finding(
        "AA05",
        Severity::Fault,
        "record_type",
        what.to_owned(),
        "一人分のレコードを種別の順に続けて並べ、ファイルを作り直してください",
    ));
}
