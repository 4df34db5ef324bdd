//! 請求できる月か: which supports of the month count, and every reason that keeps the month from being claimed.
use super::facts::{AdditionsState, Billing, Contact, Means, ReportToEmployer};
use super::result::Block;
use super::rules::Rule;
use super::standing::{Break, JobEnd};
use super::words;
use super::work::Work;
use kernel::{Day, Finding, Place, Severity};

/// One end of the time in which supports count.
struct Bound {
    code: &'static str,
    /// First day that counts, or last.
    first: Option<Day>,
    last: Option<Day>,
    reason: String,
    fix: &'static str,
    link: &'static str,
}

impl Bound {
    fn allows(&self, day: Day) -> bool {
        self.first.is_none_or(|first| first <= day) && self.last.is_none_or(|last| day <= last)
    }
}

/// Fills in the days that count and gives every block, in the order of [`Block::CODES`].
pub(super) fn check(work: &mut Work<'_>, end: Option<JobEnd>) -> Vec<Block> {
    let mut blocks = Vec::new();
    paperwork(work, &mut blocks);
    let bounds = bounds(work, end);
    supports(work, &bounds, &mut blocks);
    report(work, &mut blocks);
    compare_with_decision(work);
    blocks.sort_by_key(|block| Block::CODES.iter().position(|code| *code == block.code));
    blocks
}

pub(super) fn block(code: &str, reason: impl Into<String>, fix: &str, link: &str) -> Block {
    Block { code: code.to_owned(), reason: reason.into(), how_to_fix: fix.to_owned(), link: link.to_owned() }
}

fn paperwork(work: &Work<'_>, blocks: &mut Vec<Block>) {
    let (facts, person) = (work.facts, work.person());
    let mut add = |code, reason: &str, fix, link| blocks.push(block(code, reason, fix, link));
    if facts.contacts.iter().any(|contact| contact.billing == Billing::Undecided) {
        let fix = "支援記録を開き、請求の有無を「請求しない」か「基本請求」などに決めてください。";
        add("billing_undecided", "請求の有無が未定の支援記録があります。", fix, "contact");
    }
    if person.card_known == Some(false) {
        let fix = "受給者証を見て、番号・支給決定期間・負担上限月額を登録し、ロックしてください。";
        add("card_missing", "この月に有効な受給者証が登録されていません。", fix, "card");
    } else if !person.card_locked {
        let fix = "受給者証の内容を原本と見比べて、ロックしてください。";
        add("card_unlocked", "受給者証がロックされていません。", fix, "card");
    }
    match facts.additions_state {
        AdditionsState::Approved => {}
        AdditionsState::None => {
            let fix = "この月の加算情報を入力して登録し、承認を受けてください。";
            add("additions_missing", "この月の加算情報が登録されていません。", fix, "additions");
        }
        AdditionsState::Pending => {
            let fix = "承認できる人が加算情報を開き、もう一度「登録」を押してください。";
            add("additions_pending", "この月の加算情報が承認待ちです。", fix, "additions");
        }
    }
    if person.declined && person.declined_on.is_none() {
        let fix = "契約の画面で断った日を入力してください。その日までの支援は請求できます。利用することになったときは利用意向を直してください。";
        let reason = "利用意向が「なし」で、断った日が入力されていません(どの月も請求できません)。";
        add("declined", reason, fix, "contract");
    }
    if person.employed_on.is_none() {
        let fix = "就労の画面で雇用開始日を入力してください。";
        add("employment_missing", "雇用開始日が入力されていません。", fix, "employment");
    }
    if person.contract_on.is_none() {
        let fix = "契約の画面で契約日を入力してください。";
        add("contract_missing", "契約日が入力されていません。", fix, "contract");
    }
    if person.burden_cap_known == Some(false) {
        let fix = "受給者証の負担上限月額を入力してください。";
        add("burden_cap_missing", "受給者証に負担上限月額がありません。", fix, "card");
    }
    if person.cap_result_known == Some(false) {
        let fix = "上限額管理事業所からの管理結果を入力してください。";
        add("cap_result_missing", "上限額管理の結果がまだ入力されていません。", fix, "cap");
    }
}

fn bounds(work: &Work<'_>, end: Option<JobEnd>) -> Vec<Bound> {
    let person = work.person();
    let mut bounds = Vec::new();
    let mut from = |code, day: Option<Day>, reason: &str, fix, link| {
        if let Some(day) = day {
            let reason = reason.replace("{}", &words::day(day));
            bounds.push(Bound { code, first: Some(day), last: None, reason, fix, link });
        }
    };
    let first = person.employed_on.map(|hired| work.tables.first_usable_on(hired));
    from(
        "six_months",
        first,
        "就労が6か月に達していません。利用できるのは{}からです。",
        "6か月に達してからの支援を記録してください。雇用開始日が違うときは就労の画面で直してください。",
        "employment",
    );
    from(
        "before_contract",
        person.contract_on,
        "契約日({})より前の支援です。",
        "契約日が正しいかを契約の画面で確かめてください。",
        "contract",
    );
    from(
        "before_decision",
        person.decided_from,
        "支給決定期間({}から)より前の支援です。",
        "受給者証の支給決定期間を確かめてください。",
        "card",
    );
    let mut until = |code, day: Option<Day>, reason: &str, fix, link| {
        if let Some(day) = day {
            let reason = reason.replace("{}", &words::day(day));
            bounds.push(Bound { code, first: None, last: Some(day), reason, fix, link });
        }
    };
    until(
        "period_over",
        person.employed_on.map(|hired| work.tables.last_usable_on(hired)),
        "期間満了です。利用できるのは{}まででした。",
        "雇用開始日を確かめ、正しければ退所日を入力してください。",
        "employment",
    );
    until(
        "contract_over",
        person.contract_end_on,
        "契約終了日({})より後の支援です。",
        "契約終了日が正しいかを契約の画面で確かめてください。",
        "contract",
    );
    until(
        "declined",
        person.declined_on.filter(|_| person.declined),
        "利用を断った日({})より後の支援です。",
        "断った日が正しいかを契約の画面で確かめてください。利用することになったときは利用意向を直してください。",
        "contract",
    );
    until(
        "decision_over",
        person.decided_to,
        "支給決定期間({}まで)を過ぎた支援です。",
        "更新された受給者証を入力し、支給決定期間を確かめてください。",
        "card",
    );
    if let Some(end) = end {
        let (code, reason) = match end.broken_by {
            None => ("resigned", "退職日({})より後の支援です。"),
            Some(Break::SecondChange) => {
                ("second_job_change", "二度目の転職です。継続とみる転職は1回までで、{}の退職で終わりです。")
            }
            Some(Break::TooLate) => ("resigned", "{}の退職から次の雇用まで1か月を超えているため、継続とみません。"),
        };
        let fix = "退職日と次の雇用開始日を就労の画面で確かめてください。";
        until(code, Some(end.on), reason, fix, "employment");
    }
    until(
        "left",
        person.left_on,
        "退所日({})より後の支援です。",
        "退所日が正しいかを退所の画面で確かめてください。",
        "person",
    );
    bounds
}

/// Picks the supports that count. Without any, says which ends of the time the nearest support (or the whole month) misses.
fn supports(work: &mut Work<'_>, bounds: &[Bound], blocks: &mut Vec<Block>) {
    let month = work.month();
    let marked = marked(work);
    let mut outside: Vec<Day> = Vec::new();
    for day in &marked {
        if bounds.iter().all(|bound| bound.allows(*day)) {
            work.days.push(*day);
        } else {
            outside.push(*day);
        }
    }
    if marked.is_empty() {
        blocks.push(no_support(work));
    }
    if !work.days.is_empty() {
        if !outside.is_empty() {
            let what = format!("{}の支援は利用できる期間の外のため、算定に数えていません。", words::days(&outside));
            let fix = "支援日、契約日、支給決定期間、退職日を確かめてください。";
            let place = Place::named("支援記録");
            work.find(Finding::new("support_outside_period", Severity::Warning, place, what, fix).linked("contact"));
        }
        return;
    }
    let candidates: Vec<Day> = if marked.is_empty() { month.each_day().collect() } else { outside };
    let missed = |day: Day| bounds.iter().filter(|bound| !bound.allows(day)).collect::<Vec<_>>();
    let nearest = candidates.into_iter().map(missed).min_by_key(Vec::len).unwrap_or_default();
    blocks.extend(nearest.into_iter().map(|bound| block(bound.code, &bound.reason, bound.fix, bound.link)));
}

/// Days of the month with a mark of base-fee support by a means that counts, ascending.
fn marked(work: &mut Work<'_>) -> Vec<Day> {
    let month = work.month();
    let (inside, outside): (Vec<&Contact>, Vec<&Contact>) =
        work.facts.contacts.iter().partition(|contact| contact.date.month() == month);
    if !outside.is_empty() {
        let what = format!("この月でない日の支援記録が{}件あります。算定に数えていません。", outside.len());
        let place = Place::field("contacts", "支援記録");
        let fix = "支援日を確かめてください。";
        work.find(Finding::new("contact_outside_month", Severity::Warning, place, what, fix).linked("contact"));
    }
    let counts = |contact: &&&Contact| contact.billing.is_base() && means_count(work, contact.means);
    let mut days: Vec<Day> = inside.iter().filter(counts).map(|contact| contact.date).collect();
    days.sort_unstable();
    days.dedup();
    days
}

/// Face to face always; by video from the month the limits say.
pub(super) fn means_count(work: &Work<'_>, means: Means) -> bool {
    match means {
        Means::FaceToFace => true,
        Means::Video => work.tables.limit(Rule::Base, "video_counts", work.month()).is_some_and(|(value, _)| value > 0),
        Means::Phone | Means::Mail => false,
    }
}

fn no_support(work: &Work<'_>) -> Block {
    let month = work.month();
    let contacts = || work.facts.contacts.iter().filter(|contact| contact.date.month() == month);
    let video = means_count(work, Means::Video);
    let (reason, fix) = if contacts().next().is_none() {
        ("この月の支援記録がありません。", "支援を行った日を支援記録に入力してください。")
    } else if contacts().any(|contact| contact.billing.is_base()) {
        if video {
            (
                "対面かオンラインでの支援がありません(電話・メールだけでは請求できません)。",
                "対面かオンラインで支援した日があれば、支援記録に入力してください。",
            )
        } else {
            (
                "対面での支援がありません(この月は対面だけが請求できます)。",
                "対面で支援した日があれば、支援記録に入力してください。",
            )
        }
    } else {
        ("基本請求とした支援記録がありません。", "請求する支援の記録を開き、請求の有無を「基本請求」にしてください。")
    };
    block("no_counted_contact", reason, fix, "contact")
}

fn report(work: &mut Work<'_>, blocks: &mut Vec<Block>) {
    let month = work.month();
    let limit = |name| work.tables.limit(Rule::Base, name, month).map_or(0, |(value, _)| value);
    if limit("report_required") == 0 {
        return;
    }
    let Some(shared) = work.facts.report_shared_on else {
        let fix = "支援レポートを本人・勤務先などに共有し、共有日を入力してください。";
        blocks.push(block("report_not_shared", "支援レポートの共有日がありません。", fix, "report"));
        return;
    };
    let grace = month.last_day().plus_days(i32::try_from(limit("report_grace_days")).unwrap_or(0));
    if shared < month.first_day() || grace < shared {
        let reason = format!("支援レポートの共有日({})が提供月の中にありません。", words::day(shared));
        let fix = "この月の支援レポートを共有した日を入力してください。";
        blocks.push(block("report_out_of_month", reason, fix, "report"));
    } else if month.last_day() < shared {
        let what = format!("支援レポートの共有が提供月の翌月({})です。", words::day(shared));
        let fix = "提供月のうちに共有するのが原則です。指定権者の扱いを確かめてください。";
        let place = Place::field("report_shared_on", "支援レポート共有日");
        work.find(Finding::new("report_late", Severity::Warning, place, what, fix).linked("report"));
    }
    recipients(work, blocks);
}

/// To whom the report goes: always the person, and the employer unless the person has not told there of the disability.
fn recipients(work: &Work<'_>, blocks: &mut Vec<Block>) {
    if work.facts.report_person_left_out {
        let reason = "支援レポートが本人に共有されていません。";
        let fix = "本人に渡してから、支援レポートの共有した相手の「本人」に印を付けてください。";
        blocks.push(block("report_person_left_out", reason, fix, "report"));
    }
    match work.facts.report_to_employer {
        ReportToEmployer::Shared | ReportToEmployer::NotDisclosed => {}
        ReportToEmployer::LeftOut => {
            let reason = "支援レポートが勤務先に共有されておらず、その理由がありません。";
            let fix = "勤務先に共有するか、本人が勤務先に知らせていないなど、共有しない理由を入力してください。";
            blocks.push(block("report_employer_left_out", reason, fix, "report"));
        }
        ReportToEmployer::LeftOutDisclosed => {
            let reason = "支援レポートが勤務先に共有されていません。就労の画面で「開示している」人は、理由があっても省けません。";
            let fix = "勤務先にも共有し、共有した相手の「事業主」に印を付けてください。勤務先に知らせていない人なら、就労の画面の「企業への障害の開示」を直し、共有しない理由を入力してください。";
            blocks.push(block("report_employer_disclosed", reason, fix, "report"));
        }
    }
}

/// The decision of the municipality holds; a difference to the counted period is told.
fn compare_with_decision(work: &mut Work<'_>) {
    let person = work.person();
    let Some(hired) = person.employed_on else { return };
    let (first, last) = (work.tables.first_usable_on(hired), work.tables.last_usable_on(hired));
    let place = || Place::field("person.decided_from", "支給決定期間");
    if person.card_known != Some(false) && (person.decided_from.is_none() || person.decided_to.is_none()) {
        let what = "受給者証の支給決定期間が入力されていません。期間の外かどうかを確かめられません。";
        let fix = "受給者証の支給決定期間を入力してください。";
        work.find(Finding::new("decision_period_missing", Severity::Warning, place(), what, fix).linked("card"));
    }
    let early = person.decided_from.is_some_and(|from| from < first);
    let late = person.decided_to.is_some_and(|to| last < to);
    if early || late {
        let what = format!(
            "支給決定期間が、雇用開始日から数えた期間({}〜{})からはみ出しています。",
            words::day(first),
            words::day(last)
        );
        let fix = "雇用開始日と受給者証の期間を確かめ、食い違うときは市町村に問い合わせてください。";
        work.find(Finding::new("decision_differs", Severity::Warning, place(), what, fix).linked("card"));
    }
}
