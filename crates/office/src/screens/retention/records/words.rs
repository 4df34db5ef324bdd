//! 支援記録の言葉: means, places and 請求の有無 as they stand in forms and lists.
use fees::RetentionTables;
use fees::retention::Rule;
use kernel::Month;
use store::{ContactBilling, ContactBody, ContactMeans, ContactPlace};
use ui::Choice;

/// 手段.
pub(super) const MEANS: [(ContactMeans, &str, &str); 4] = [
    (ContactMeans::FaceToFace, "face_to_face", "対面"),
    (ContactMeans::Video, "video", "オンライン(テレビ電話など)"),
    (ContactMeans::Phone, "phone", "電話"),
    (ContactMeans::Mail, "mail", "メール・手紙"),
];

/// 場所.
pub(super) const PLACES: [(ContactPlace, &str, &str); 5] = [
    (ContactPlace::Center, "center", "センター(この事業所の面談室など)"),
    (ContactPlace::Workplace, "workplace", "職場"),
    (ContactPlace::Home, "home", "自宅"),
    (ContactPlace::Online, "online", "オンライン"),
    (ContactPlace::Other, "other", "その他"),
];

/// Choices of a list of values.
pub(super) fn choices<T>(all: &[(T, &str, &str)]) -> Vec<Choice> {
    all.iter().map(|(_, key, label)| Choice::new(*key, *label)).collect()
}

/// The value with this key.
pub(super) fn value<T: Copy>(all: &[(T, &str, &str)], key: &str) -> Option<T> {
    all.iter().find(|(_, known, _)| *known == key).map(|(value, ..)| *value)
}

/// Key of a value.
pub(super) fn key<T: PartialEq>(all: &[(T, &'static str, &'static str)], value: &T) -> &'static str {
    all.iter().find(|(known, ..)| known == value).map_or("", |(_, key, _)| key)
}

/// The value in words, without what stands in brackets to explain it.
pub(super) fn label<T: PartialEq>(all: &[(T, &'static str, &'static str)], value: &T) -> &'static str {
    let label = all.iter().find(|(known, ..)| known == value).map_or("", |(.., label)| label);
    label.split('(').next().unwrap_or(label)
}

/// 請求の有無 of a month: the conference additions have the names they had then.
pub(super) fn billing(tables: &RetentionTables, month: Month) -> Vec<(ContactBilling, &'static str, &'static str)> {
    let mut all = vec![
        (ContactBilling::Undecided, "undecided", "未定(あとで決める)"),
        (ContactBilling::None, "none", "請求しない"),
        (ContactBilling::Base, "base", "基本請求"),
    ];
    if tables.exists(Rule::Conference, month) {
        all.push((ContactBilling::BaseAndConference1, "base_and_conference_1", "基本請求＋地域連携会議実施加算(Ⅰ)"));
        all.push((ContactBilling::BaseAndConference2, "base_and_conference_2", "基本請求＋地域連携会議実施加算(Ⅱ)"));
    } else if tables.exists(Rule::ConferenceBefore2024, month) {
        all.push((ContactBilling::BaseAndConference1, "base_and_conference_1", "基本請求＋定着支援連携促進加算"));
    }
    all
}

/// 請求の有無 in few words, for lists.
pub(super) fn billing_mark(billing: ContactBilling, month: Month, tables: &RetentionTables) -> &'static str {
    match billing {
        ContactBilling::Undecided => "未定",
        ContactBilling::None => "請求しない",
        ContactBilling::Base => "基本",
        ContactBilling::BaseAndConference1 if tables.exists(Rule::Conference, month) => "基本＋会議(Ⅰ)",
        ContactBilling::BaseAndConference1 => "基本＋連携促進",
        ContactBilling::BaseAndConference2 => "基本＋会議(Ⅱ)",
    }
}

/// A contact in words: day, time, means, place.
pub(in crate::screens::retention) fn words_of(body: &ContactBody) -> (String, String, &'static str, &'static str) {
    let clock = |time: Option<kernel::ClockTime>| time.map(|time| time.to_string()).unwrap_or_default();
    let time = match (body.start, body.end) {
        (None, None) => String::new(),
        (start, end) => format!("{}～{}", clock(start), clock(end)),
    };
    let day = format!("{}日({})", body.on.number(), body.on.weekday_ja());
    (day, time, label(&MEANS, &body.means), label(&PLACES, &body.place))
}
