//! 支援のことば: the usual contact and report of a month, drawn from keyed streams.
use super::{super::stream::Stream, town::RetentionPerson};
use kernel::{ClockTime, Day, Holidays, Month};
use store::{ContactBilling, ContactBody, ContactKind, ContactMeans, ContactPlace, SupportReportBody};

const STAFF: &str = "舟木 陽介";

const TALKED: [&str; 6] = [
    "仕事の様子と体調を聞いた。休まず通えている。",
    "新しい作業に慣れてきたとのこと。疲れは週末に休んで取れている。",
    "上司との話し方を一緒に考えた。",
    "生活リズムの表を見ながら、睡眠を確かめた。",
    "昼休みの過ごし方について相談があった。",
    "評価の面談の結果を聞き、次の目標を話した。",
];

const CALLED: [&str; 3] = [
    "電話で近況を聞いた。変わりなし。",
    "勤務表の変更について電話があった。",
    "体調の確認の電話。早めに休むように話した。",
];

const VIEW: [&str; 3] = ["丁寧な仕事ぶりで助かっている。", "報告が早くなった。", "繁忙期も落ち着いていた。"];

const NEXT: [&str; 3] = ["職場を訪問する。", "面談で目標を見直す。", "主治医への相談を一緒に準備する。"];

fn pick<'w>(stream: &mut Stream, words: &[&'w str]) -> &'w str {
    let count = u32::try_from(words.len()).unwrap_or(1);
    words.get(stream.below(count) as usize).copied().unwrap_or_default()
}

fn clock(hour: u16, minute: u16) -> Option<ClockTime> {
    ClockTime::new(hour, minute)
}

/// A working day of the month, at or after a number of the calendar.
fn working_day(month: Month, number: u8, holidays: &Holidays) -> Day {
    let works = |day: &Day| !"土日".contains(day.weekday_ja()) && holidays.holiday_name(*day).is_none();
    month.each_day().filter(|day| day.number() >= number).find(works).unwrap_or(month.last_day())
}

/// One full contact, and in some months a short one by telephone before it.
pub(super) fn contacts(seed: u64, person: &RetentionPerson, month: Month, holidays: &Holidays) -> Vec<ContactBody> {
    let mut stream = Stream::new(seed, &["O2", &person.id, &month.to_string(), "contacts"]);
    let number = |from: u8, draw: u32| from + u8::try_from(draw).unwrap_or(0);
    let on = working_day(month, number(12, stream.below(8)), holidays);
    let (online, called) = (stream.below(4) == 0, stream.below(3) == 0);
    // Leaving on a day ends what can be met: both cases of the data file leave after the 20th or tell the month.
    let disclosed = person.job.iter().all(|job| job.disclosed_to_employer != Some(false));
    let (means, place) = match (online, disclosed && stream.below(2) == 0) {
        (true, _) => (ContactMeans::Video, ContactPlace::Online),
        (false, true) => (ContactMeans::FaceToFace, ContactPlace::Workplace),
        (false, false) => (ContactMeans::FaceToFace, ContactPlace::Center),
    };
    let full = ContactBody {
        on,
        start: clock(16, 0),
        end: clock(16, 45),
        means,
        place,
        with_whom: if place == ContactPlace::Workplace { "本人、上司" } else { "本人" }.to_owned(),
        kind: ContactKind::Full,
        billing: ContactBilling::Base,
        special_area: false,
        text: pick(&mut stream, &TALKED).to_owned(),
        staff: STAFF.to_owned(),
    };
    let call = ContactBody {
        on: working_day(month, number(3, stream.below(5)), holidays),
        start: clock(12, 15),
        end: clock(12, 30),
        means: ContactMeans::Phone,
        place: ContactPlace::Other,
        with_whom: "本人".to_owned(),
        kind: ContactKind::Simple,
        billing: ContactBilling::None,
        text: pick(&mut stream, &CALLED).to_owned(),
        ..full.clone()
    };
    if called { vec![call, full] } else { vec![full] }
}

/// The report of a month; an employer who knows nothing is left out with the reason.
pub(super) fn report(seed: u64, person: &RetentionPerson, month: Month, shared_on: Option<Day>) -> SupportReportBody {
    let mut stream = Stream::new(seed, &["O2", &person.id, &month.to_string(), "report"]);
    let disclosed = person.job.iter().all(|job| job.disclosed_to_employer != Some(false));
    let recipients = if disclosed { vec!["本人", "事業主"] } else { vec!["本人"] };
    SupportReportBody {
        attendance: "欠勤なし".to_owned(),
        health: "通院と服薬を続けている".to_owned(),
        work: pick(&mut stream, &TALKED).to_owned(),
        employer_view: if disclosed { pick(&mut stream, &VIEW) } else { "" }.to_owned(),
        support_given: "面談と電話".to_owned(),
        agreed: "困ったときは早めに連絡する".to_owned(),
        next_plan: pick(&mut stream, &NEXT).to_owned(),
        shared_on,
        recipients: recipients.into_iter().filter(|_| shared_on.is_some()).map(str::to_owned).collect(),
        method: if shared_on.is_some() { "手渡し・メール" } else { "" }.to_owned(),
        employer_left_out_reason: if disclosed { "" } else { "本人が勤務先に知らせていないため" }.to_owned(),
        staff: STAFF.to_owned(),
    }
}
