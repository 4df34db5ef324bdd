//! 行と人: the rows of all files with their places, gathered by what they belong to.
use kernel::{Finding, Month, Place, Severity};
use records::Record;
use std::collections::BTreeMap;

/// No item has more than ten digits; longer ones are told by the reader and must not make the sums overflow.
const LARGEST: i64 = 1_000_000_000_000;

/// A row and where it stands.
#[derive(Clone, Copy)]
pub(super) struct Located<'f> {
    pub(super) file: &'f str,
    pub(super) line: u32,
    pub(super) byte: u64,
    pub(super) record: &'f Record,
}

impl<'f> Located<'f> {
    /// The text of an item, empty when the layout lacks it.
    pub(super) fn text(&self, item: &str) -> &'f str {
        self.record.get(item).unwrap_or("")
    }

    /// The number of an item; empty counts as zero.
    pub(super) fn number(&self, item: &str) -> i64 {
        self.some(item).unwrap_or(0)
    }

    /// The number of an item, when it is filled.
    pub(super) fn some(&self, item: &str) -> Option<i64> {
        self.record.number(item).map(|number| number.clamp(-LARGEST, LARGEST))
    }

    pub(super) fn month(&self) -> Option<Month> {
        self.record.month("service_year_month")
    }

    /// A finding at an item of this row.
    pub(super) fn finding(&self, code: &str, severity: Severity, item: &str, what: String, fix: &str) -> Finding {
        let layout = self.record.layout();
        let found = layout.items.iter().find(|candidate| candidate.name == item);
        let label = found.map_or(item, |item| item.label.as_str());
        let place = Place {
            text: format!("{} {}行目 {} {label}", self.file, self.line, layout.label()),
            day: None,
            field: Some(item.to_owned()),
            line: Some(self.line),
            item: found.map(|item| item.no),
            byte: Some(self.byte),
        };
        Finding::new(code, severity, place, what, fix)
    }

    /// A fault when an amount is not what it is recomputed to.
    pub(super) fn expect(&self, item: &str, expected: i64, how: &str, findings: &mut Vec<Finding>) {
        let found = self.some(item);
        if found == Some(expected) || (found.is_none() && expected == 0) {
            return;
        }
        let found = found.map_or_else(|| "空".to_owned(), |found| found.to_string());
        let what = format!("{found} になっていますが、{how}から計算すると {expected} です");
        findings.push(self.finding(
            "C03",
            Severity::Fault,
            item,
            what,
            "元の明細を確かめて、ファイルを作り直してください",
        ));
    }
}

/// What makes a statement or record one person's: month, municipality, office, certificate.
pub(super) type PersonKey<'f> = (&'f str, &'f str, &'f str, &'f str);

/// What makes an invoice one: month and municipality and office.
pub(super) type InvoiceKey<'f> = (&'f str, &'f str, &'f str);

/// The rows of one person under one exchange id, by record type.
#[derive(Default)]
pub(super) struct Set<'f> {
    rows: BTreeMap<&'f str, Vec<Located<'f>>>,
}

impl<'f> Set<'f> {
    pub(super) fn rows(&self, record_type: &str) -> &[Located<'f>] {
        self.rows.get(record_type).map_or(&[], Vec::as_slice)
    }

    pub(super) fn basic(&self) -> Option<&Located<'f>> {
        self.rows("01").first()
    }

    /// The first row of any type, to name a place.
    pub(super) fn first(&self) -> Option<&Located<'f>> {
        self.rows.values().flatten().min_by_key(|row| row.line)
    }

    pub(super) fn sum(&self, record_type: &str, item: &str) -> i64 {
        self.rows(record_type).iter().map(|row| row.number(item)).sum()
    }

    pub(super) fn any(&self, record_type: &str, item: &str) -> bool {
        self.rows(record_type).iter().any(|row| row.some(item).is_some())
    }

    fn push(&mut self, row: Located<'f>) {
        self.rows.entry(row.record.kind().1).or_default().push(row);
    }
}

/// Every row of every file, gathered.
#[derive(Default)]
pub(super) struct Sets<'f> {
    pub(super) invoices: BTreeMap<InvoiceKey<'f>, Set<'f>>,
    pub(super) statements: BTreeMap<PersonKey<'f>, Set<'f>>,
    /// By person and 様式種別番号: a person of two services has two forms.
    pub(super) service_records: BTreeMap<(PersonKey<'f>, &'f str), Set<'f>>,
    pub(super) cap_sheets: BTreeMap<PersonKey<'f>, Set<'f>>,
}

impl<'f> Sets<'f> {
    pub(super) fn of(rows: &[Located<'f>]) -> Sets<'f> {
        let mut sets = Sets::default();
        for row in rows {
            let place = (row.text("service_year_month"), row.text("municipality_no"), row.text("office_no"));
            let person = (place.0, place.1, place.2, row.text("certificate_no"));
            match row.record.kind().0 {
                "J111" => sets.invoices.entry(place).or_default().push(*row),
                "J121" => sets.statements.entry(person).or_default().push(*row),
                "J611" => sets.service_records.entry((person, row.text("form_no"))).or_default().push(*row),
                "J411" => {
                    let manager = row.text("cap_manager_office_no");
                    sets.cap_sheets.entry((place.0, place.1, manager, person.3)).or_default().push(*row);
                }
                _ => {}
            }
        }
        sets
    }
}
