//! J41: 利用者負担上限額管理結果票, one basic record a person and one record an office; written and read.
use super::{ClaimFile, ClaimFileKind, name, row::Row, write};
use crate::ClaimOffice;
use crate::cap::sheet::{Creation, PersonSheet};
use crate::cap::{ResultSheet, SheetRow};
use kernel::{Finding, Month, Place, Severity, Yen};
use records::{Layouts, Record};

/// Result sheets of everyone this office manages, or what keeps them from being written. `None` without a sheet.
pub fn j41(
    office: &ClaimOffice,
    processing_month: Month,
    sheets: &[PersonSheet],
    layouts: &Layouts,
) -> Result<Option<ClaimFile>, Vec<Finding>> {
    if sheets.is_empty() {
        return Ok(None);
    }
    let mut rows = Vec::new();
    let mut findings = Vec::new();
    for (person, number) in sheets.iter().zip(1_u32..) {
        let mut wrong = crate::cap::check(&person.sheet);
        if person.manager != office.office_no {
            wrong.push(Finding::new(
                "F03",
                Severity::Fault,
                Place::named("上限額管理事業所"),
                "この事業所が管理する結果票ではありません",
                "結果票を送るのは上限額管理事業所だけです。ほかの事業所の結果票は外してください",
            ));
        }
        if person.sheet.rows.first().is_some_and(|row| row.office_no != person.manager) {
            wrong.push(Finding::new(
                "EJ08",
                Severity::Fault,
                Place::named("項番1 事業所番号"),
                "項番1が上限額管理事業所ではありません",
                "管理事業所を先頭にして結果票を作り直してください",
            ));
        }
        findings.extend(wrong.into_iter().map(|mut finding| {
            finding.place.text = format!("{number}人目の結果票 {}", finding.place.text);
            finding
        }));
        write_person(person, &mut rows);
    }
    if !findings.is_empty() {
        return Err(findings);
    }
    let bytes = write::of(office, processing_month, "J41", &rows, layouts)?;
    Ok(Some(ClaimFile { name: name::of("J41", processing_month), bytes, kind: ClaimFileKind::CapSheets }))
}

fn write_person(person: &PersonSheet, rows: &mut Vec<Row>) {
    let keyed = |record_type| {
        Row::new("J411", record_type)
            .put("service_year_month", person.service_month.yyyymm())
            .put("municipality_no", &person.municipality_no)
            .put("cap_manager_office_no", &person.manager)
            .put("certificate_no", &person.recipient_no)
    };
    let (cost, burden, managed) = person.sheet.sums();
    rows.push(
        keyed("01")
            .put("creation_class", person.creation.code())
            .put_some("recipient_name_kana", person.name_kana.as_ref())
            .put("burden_cap_monthly", person.sheet.cap.0)
            .put("cap_result", person.sheet.result)
            .put("sum_total_cost", cost.0)
            .put("sum_user_burden", burden.0)
            .put("sum_managed_burden", managed.0),
    );
    for (row, number) in person.sheet.rows.iter().zip(1_u32..) {
        rows.push(
            keyed("02")
                .put("line_no", number)
                .put("office_no", &row.office_no)
                .put("total_cost", row.total_cost.0)
                .put("user_burden", row.burden.0)
                .put("managed_burden", row.managed.0),
        );
    }
}

/// What a J41 file holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadCapSheets {
    /// Readable sheets in file order.
    pub sheets: Vec<PersonSheet>,
    /// 処理対象年月 of the control record.
    pub processing_month: Option<Month>,
    /// What is wrong with the form of the file; a person whose records do not fit is named and left out.
    pub findings: Vec<Finding>,
}

/// Reads a J41 file of any product. Whether the amounts agree is the business of [`crate::cap::check`] and [`super::check`].
pub fn read_j41(bytes: &[u8], layouts: &Layouts) -> ReadCapSheets {
    let file = records::read_file_with(layouts, bytes);
    let processing_month = file.envelope.map(|envelope| envelope.processing_month);
    let mut read = ReadCapSheets { sheets: Vec::new(), processing_month, findings: file.findings };
    // the person whose rows are being gathered; none after a basic record that could not be read
    let mut open = false;
    for row in &file.records {
        let Some(record) = &row.record else {
            open = false;
            continue;
        };
        let place =
            || Place { line: Some(row.line), byte: Some(row.byte), ..Place::named(format!("{}行目", row.line)) };
        match record.kind() {
            ("J411", "01") => match basic(record) {
                Some(person) => {
                    read.sheets.push(person);
                    open = true;
                }
                None => {
                    open = false;
                    read.findings.push(unreadable(place()));
                }
            },
            ("J411", "02") => match (read.sheets.last_mut().filter(|_| open), office(record)) {
                (Some(person), Some(office)) if belongs(record, person) => person.sheet.rows.push(office),
                (None, _) => {}
                _ => read.findings.push(unreadable(place())),
            },
            _ => read.findings.push(Finding::new(
                "AA05",
                Severity::Fault,
                place(),
                "上限額管理結果票(J411)ではないレコードがあります",
                "J41 のファイルかどうか確かめてください",
            )),
        }
    }
    read
}

fn unreadable(place: Place) -> Finding {
    Finding::new(
        "AC01",
        Severity::Fault,
        place,
        "結果票の番号・年月・額が読めないか、前の基本情報と別の人の行です",
        "作った事業所に、結果票のファイルを書き出し直してもらってください",
    )
}

fn belongs(record: &Record, person: &PersonSheet) -> bool {
    record.get("certificate_no") == Some(person.recipient_no.as_str())
        && record.get("municipality_no") == Some(person.municipality_no.as_str())
        && record.month("service_year_month") == Some(person.service_month)
}

fn basic(record: &Record) -> Option<PersonSheet> {
    let kana = record.get("recipient_name_kana").filter(|kana| !kana.is_empty());
    Some(PersonSheet {
        service_month: record.month("service_year_month")?,
        creation: Creation::of_code(record.number("creation_class")?)?,
        municipality_no: record.get("municipality_no")?.parse().ok()?,
        manager: record.get("cap_manager_office_no")?.parse().ok()?,
        recipient_no: record.get("certificate_no")?.parse().ok()?,
        name_kana: kana.map(str::to_owned),
        sheet: ResultSheet {
            cap: Yen(record.number("burden_cap_monthly")?),
            result: u8::try_from(record.number("cap_result")?).ok()?,
            rows: Vec::new(),
            steps: Vec::new(),
        },
    })
}

fn office(record: &Record) -> Option<SheetRow> {
    Some(SheetRow {
        office_no: record.get("office_no")?.parse().ok()?,
        name: String::new(),
        total_cost: Yen(record.number("total_cost")?),
        burden: Yen(record.number("user_burden")?),
        managed: Yen(record.number("managed_burden")?),
    })
}
