//! 文字と番号: what the file's character set and the check digits say. Findings never repeat the name itself.
use super::subject::Subject;
use kernel::{Finding, Place, Severity, text};

/// 備考 holds 100 bytes of full-width text.
const REMARK_CHARACTERS: usize = 50;
/// 支給決定者氏名カナ holds 25 bytes of half-width text.
const KANA_CHARACTERS: usize = 25;

pub(super) fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    name(subject, findings);
    kana(subject, findings);
    remarks(subject, findings);
    municipality(subject, findings);
}

/// Whether the official character set lacks a character of the text.
fn unmappable(text: &str) -> bool {
    records::ms932::encode(text).is_err()
}

fn name(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let (printed, field, label) = match subject.name_print {
        Some(print) => (print, "name_print", "印字用氏名"),
        None => (subject.name, "name", "氏名"),
    };
    if unmappable(printed) {
        findings.push(
            Finding::new(
                "F01",
                // the name itself stands on paper only; the files carry the kana
                Severity::Warning,
                Place::field(field, label),
                format!("{label}に、請求の文字コードにない字が使われています"),
                "印字用氏名に、使える字(例えば「髙」でなく「高」)で氏名を入力してください",
            )
            .linked("person"),
        );
    }
}

fn kana(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let place = || Place::field("name_kana", "フリガナ");
    match text::half_width_kana(subject.name_kana) {
        Err(_) => findings.push(
            Finding::new(
                "F01",
                Severity::Fault,
                place(),
                "フリガナに、半角カナにできない字が使われています",
                "フリガナはカタカナ(または英数字)だけで入力してください",
            )
            .linked("person"),
        ),
        Ok(kana) if kana.contains('\'') => findings.push(
            Finding::new(
                "F01",
                Severity::Fault,
                place(),
                "フリガナに使えない記号「'」があります",
                "記号を消してください",
            )
            .linked("person"),
        ),
        Ok(kana) if kana.chars().count() > KANA_CHARACTERS => findings.push(
            Finding::new(
                "F01",
                Severity::Warning,
                place(),
                format!("フリガナが半角 {KANA_CHARACTERS}文字(濁点も1文字)を超えています"),
                "明細書には入りきらないので、フリガナは空欄で出力されます。困るときは短くしてください",
            )
            .linked("person"),
        ),
        Ok(_) => {}
    }
}

fn remarks(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    for (day, remark) in subject.remarks {
        let place = || Place::on_day(*day, "remarks", "備考");
        if unmappable(&text::full_width(remark)) {
            findings.push(
                Finding::new(
                    "F01",
                    Severity::Fault,
                    place(),
                    "備考に、請求の文字コードにない字が使われています",
                    "絵文字や特別な漢字を、ふつうの字に直してください",
                )
                .linked("day"),
            );
        }
        if text::full_width(remark).chars().count() > REMARK_CHARACTERS {
            findings.push(
                Finding::new(
                    "F01",
                    Severity::Fault,
                    place(),
                    format!("備考が {REMARK_CHARACTERS}文字を超えています"),
                    format!("{REMARK_CHARACTERS}文字までに短くしてください"),
                )
                .linked("day"),
            );
        }
    }
}

fn municipality(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let Some(card) = subject.card else { return };
    if !card.municipality_no.check_digit_fits() {
        findings.push(
            Finding::new(
                "F06",
                Severity::Warning,
                Place::field("card.municipality_no", "証記載市町村番号"),
                "市町村番号の検査数字が合いません",
                "受給者証に印刷された市町村番号(6桁)と見比べてください。同じなら、そのままで構いません",
            )
            .linked("card"),
        );
    }
}
