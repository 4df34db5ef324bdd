//! 提出先: the papers a municipality wants, the way they go, and the day by which it wants them.
use crate::desk::Desk;
use claims::community::{Due, Pack, due};
use fees::community::pack::RouteKind;
use kernel::{Day, Month};

/// What a municipality wants of a claim month.
pub(super) struct PapersView {
    /// 市町村名.
    pub(super) name: String,
    /// How the claim travels.
    pub(super) route: &'static str,
    /// Papers by their names.
    pub(super) forms: Vec<String>,
    /// Whether a paper record goes with it.
    pub(super) record: &'static str,
    /// 「11月10日(火)まで」.
    pub(super) deadline: String,
    /// What is said of closed days.
    pub(super) note: String,
    /// The last day.
    pub(super) day: Option<Day>,
}

fn date(day: Day) -> String {
    format!("{}月{}日({})", day.month().month(), day.number(), day.weekday_ja())
}

/// The papers and the deadline of a claim month.
pub(super) fn view(desk: &Desk, pack: &Pack, claim_month: Month) -> PapersView {
    let found = due(pack, claim_month, desk.app.holidays);
    let (deadline, note) = match &found {
        None => ("登録がありません".to_owned(), "市町村に確かめてください".to_owned()),
        Some(Due { day, moved_from: Some(printed), .. }) => {
            let rule = pack.route.deadline_note.clone().unwrap_or_default();
            (format!("{}まで", date(*day)), format!("{} は閉庁日です。{rule}", date(*printed)))
        }
        Some(Due { day, closed: true, .. }) => {
            let note = "閉庁日です。いつまでになるかの登録がないため、市町村に確かめてください";
            (format!("{}まで", date(*day)), note.to_owned())
        }
        Some(Due { day, .. }) => (format!("{}まで", date(*day)), pack.route.deadline_note.clone().unwrap_or_default()),
    };
    PapersView {
        name: pack.identity.name.clone(),
        route: match pack.route.kind {
            RouteKind::KanagawaTool => "請求情報作成ツールに、入力用一覧の順で入力して国保連へ",
            RouteKind::MunicipalityDirect => "市町村へ直接",
            RouteKind::KokuhorenNational => "電子請求受付システムで国保連へ",
        },
        forms: pack.route.forms.clone(),
        record: match pack.route.paper_record {
            Some(true) => "紙の実績記録票が要ります",
            Some(false) => "紙の実績記録票は要りません",
            None => "紙の実績記録票が要るかは確かめてください",
        },
        deadline,
        note,
        day: found.map(|due| due.day),
    }
}
