//! 文章のある所: every place of 就労定着支援 where somebody wrote something, with its kind, its day and its page.
use super::words::{MEANS, label};
use crate::{desk::Desk, failure::Failure};
use kernel::{Day, Month, text::search_key};
use store::{ContactKind, Entry, PersonBody};

/// Most notes that are shown.
const MOST: usize = 500;

/// One note.
pub(super) struct Note {
    /// Whose; `None` for one of the office.
    pub(super) person_id: Option<i64>,
    /// The day or month it belongs to, in words.
    pub(super) when: String,
    /// 「支援レポート」.
    pub(super) kind: String,
    /// What stands in it, each text with its label.
    pub(super) texts: Vec<(&'static str, String)>,
    pub(super) href: String,
    /// The newest first; what has no day stands last.
    day: Option<Day>,
}

impl Note {
    fn of(person_id: i64, day: Option<Day>, kind: &str, href: String, texts: &[(&'static str, &String)]) -> Note {
        let texts = texts.iter().map(|(label, text)| (*label, (*text).clone())).collect();
        let when = day.map(Day::both).unwrap_or_default();
        Note { person_id: Some(person_id), when, kind: kind.to_owned(), texts, href, day }
    }

    fn in_month(self, month: Month) -> Note {
        Note { when: month.wareki(), day: Some(month.last_day()), ..self }
    }

    /// Whether each word stands in one of the texts, whatever kana and width it is typed in.
    fn holds(&self, keys: &[String]) -> bool {
        let texts: Vec<String> = self.texts.iter().map(|(_, text)| search_key(text)).collect();
        keys.iter().all(|key| texts.iter().any(|text| text.contains(key.as_str())))
    }
}

/// The notes that hold all of the words, newest first.
pub(super) async fn holding(desk: &Desk, people: &[Entry<PersonBody>], words: &[&str]) -> Result<Vec<Note>, Failure> {
    let keys: Vec<String> = words.iter().map(|word| search_key(word)).collect();
    let mut found = records(desk, words).await?;
    let mut others = reports(desk).await?;
    others.extend(plans(desk).await?);
    others.extend(about_people(desk, people).await?);
    others.extend(of_office(desk).await?);
    found.extend(others.into_iter().filter(|note| note.holds(&keys)));
    found.sort_by_key(|note| std::cmp::Reverse(note.day));
    found.truncate(MOST);
    Ok(found)
}

/// 支援記録, found by the database.
async fn records(desk: &Desk, words: &[&str]) -> Result<Vec<Note>, Failure> {
    let found = desk.read().contacts().search(&words.join(" ")).await?;
    let note = |row: store::Contact| {
        let (body, id) = (&row.body, row.person_id);
        let (kind, rest) = match body.kind {
            ContactKind::Full => ("詳細", String::new()),
            ContactKind::Simple => ("簡易", format!("/quick/{}", row.id)),
        };
        let href = desk.month_href(body.on.month(), &format!("/records/{id}{rest}"));
        let kind = format!("支援記録 {kind}・{}", label(&MEANS, &body.means));
        let texts = [("", &body.text), ("相手", &body.with_whom), ("職員", &body.staff)];
        Note::of(id, Some(body.on), &kind, href, &texts)
    };
    Ok(found.into_iter().map(note).collect())
}

/// 支援レポート.
async fn reports(desk: &Desk) -> Result<Vec<Note>, Failure> {
    let note = |(month, row): (Month, store::SupportReport)| {
        let (body, id) = (&row.body, row.person_id);
        let texts = [
            ("出勤", &body.attendance),
            ("体調・生活", &body.health),
            ("仕事", &body.work),
            ("勤務先の見方", &body.employer_view),
            ("行った支援", &body.support_given),
            ("確認したこと", &body.agreed),
            ("来月の予定", &body.next_plan),
            ("共有しない理由", &body.employer_left_out_reason),
            ("職員", &body.staff),
        ];
        let href = desk.month_href(month, &format!("/records/{id}/report"));
        Note::of(id, None, "支援レポート", href, &texts).in_month(month)
    };
    Ok(desk.read().support_reports().list().await?.into_iter().map(note).collect())
}

/// 支援計画.
async fn plans(desk: &Desk) -> Result<Vec<Note>, Failure> {
    let note = |plan: store::SupportPlan| {
        let (body, id) = (&plan.body, plan.person_id);
        let texts = [
            ("目標", &body.goals),
            ("意向", &body.wishes),
            ("支援の内容", &body.supports),
            ("備考", &body.note),
            ("作成者", &body.author),
        ];
        let href = format!("{}/people/{id}/plans/{}", desk.base, plan.id);
        Note::of(id, Some(body.made_on), "支援計画", href, &texts)
    };
    Ok(desk.read().support_plans().list().await?.into_iter().map(note).collect())
}

/// 利用者の備考, 契約・退所・退職, 就労.
async fn about_people(desk: &Desk, people: &[Entry<PersonBody>]) -> Result<Vec<Note>, Failure> {
    let page = |id: i64, rest: &str| format!("{}/people/{id}{rest}", desk.base);
    let mut notes: Vec<Note> = people
        .iter()
        .map(|person| Note::of(person.id, None, "利用者", page(person.id, ""), &[("備考", &person.body.note)]))
        .collect();
    for row in desk.read().retention_facts().list().await? {
        let (body, id) = (&row.body, row.person_id);
        let texts =
            [("備考", &body.note), ("前のサービス", &body.previous_service), ("前の事業所", &body.previous_office)];
        notes.push(Note::of(id, body.contract_on, "契約", page(id, "/retention"), &texts));
        notes.push(Note::of(id, body.left_on, "退所", page(id, "/leaving"), &[("理由", &body.left_reason)]));
        notes.push(Note::of(id, body.resigned_on, "退職", page(id, "/resigned"), &[("理由", &body.resigned_reason)]));
    }
    for job in desk.read().employments().list().await? {
        let (body, id) = (&job.body, job.person_id);
        let texts = [
            ("企業", &body.employer),
            ("勤務先", &body.workplace),
            ("仕事", &body.duties),
            ("終了の理由", &body.end_reason),
            ("担当者", &body.contact_person),
            ("備考", &body.note),
        ];
        notes.push(Note::of(id, body.hired_on, "就労", page(id, &format!("/jobs/{}", job.id)), &texts));
    }
    Ok(notes)
}

/// 加算情報の備考.
async fn of_office(desk: &Desk) -> Result<Vec<Note>, Failure> {
    let note = |row: store::RetentionMonth| {
        let href = desk.month_href(row.month, "/additions");
        let note = Note::of(0, None, "加算情報", href, &[("備考", &row.body.note)]).in_month(row.month);
        Note { person_id: None, ..note }
    };
    Ok(desk.read().retention_months().list().await?.into_iter().map(note).collect())
}
