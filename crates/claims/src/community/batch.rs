//! 請求月: the statements that go out together, by municipality, late ones (月遅れ) among them.
use super::CommunityStatement;
use fees::community::pack::{DeadlineMove, Pack};
use kernel::{Day, Finding, Holidays, Month, Place, Severity, Yen};

/// Sums over the statements of a municipality.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// 件数.
    pub statements: u32,
    /// 総費用額.
    pub cost: Yen,
    /// 決定利用者負担額.
    pub decided: Yen,
    /// 請求額 給付費.
    pub benefit: Yen,
    /// What waived children would have paid.
    pub freed: Yen,
}

/// Everything one municipality gets in a claim month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MunicipalClaim {
    /// Id of the pack.
    pub pack: String,
    /// 市町村名.
    pub municipality: String,
    /// Positions in the list given to [`Batch::of`], by service month and then in its order.
    pub statements: Vec<usize>,
    /// Sums over those that may be claimed; `None` while one of them may not.
    pub sums: Option<Sums>,
}

/// 請求年月 with what goes out in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    /// 請求年月.
    pub claim_month: Month,
    /// By municipality, in the order in which they first appear.
    pub municipalities: Vec<MunicipalClaim>,
    /// Statements that cannot go in this month.
    pub findings: Vec<Finding>,
}

impl Batch {
    /// Groups the statements of a claim month. The service month of each has chosen its rules already; here it only
    /// has to lie before the claim month.
    pub fn of(claim_month: Month, statements: &[CommunityStatement]) -> Batch {
        let mut batch = Batch { claim_month, municipalities: Vec::new(), findings: Vec::new() };
        for (at, statement) in statements.iter().enumerate().filter(|(_, statement)| !statement.is_empty()) {
            if statement.service_month >= claim_month {
                batch.findings.push(Finding::new(
                    "claim_month_early",
                    Severity::Fault,
                    Place::named(format!("{}の請求", statement.service_month.wareki())),
                    "サービス提供年月が請求年月より前ではありません",
                    "サービスを提供した月の翌月以後を請求年月にしてください",
                ));
                continue;
            }
            let place = match batch.municipalities.iter().position(|city| city.pack == statement.pack) {
                Some(place) => place,
                None => {
                    batch.municipalities.push(MunicipalClaim {
                        pack: statement.pack.clone(),
                        municipality: statement.municipality.clone(),
                        statements: Vec::new(),
                        sums: Some(Sums::default()),
                    });
                    batch.municipalities.len() - 1
                }
            };
            let city = &mut batch.municipalities[place];
            city.statements.push(at);
            city.sums = city.sums.and_then(|sums| add(sums, statement));
        }
        for city in &mut batch.municipalities {
            city.statements.sort_by_key(|at| statements[*at].service_month);
        }
        batch
    }
}

/// One more statement; `None` when it may not be claimed, so that no sum lacks a part.
fn add(sums: Sums, statement: &CommunityStatement) -> Option<Sums> {
    let total = statement.total.filter(|_| statement.claimable())?;
    let plus = |one: Yen, other: Yen| one.0.checked_add(other.0).map(Yen);
    Some(Sums {
        statements: sums.statements.checked_add(1)?,
        cost: plus(sums.cost, total.cost)?,
        decided: plus(sums.decided, total.decided)?,
        benefit: plus(sums.benefit, total.benefit)?,
        freed: plus(sums.freed, total.freed.unwrap_or_default())?,
    })
}

/// 月遅れ: claimed later than in the month after the service.
///
/// ```
/// # use claims::community::is_late;
/// let month = |text: &str| text.parse().unwrap();
/// assert!(!is_late(month("2024-04"), month("2024-05")));
/// assert!(is_late(month("2024-03"), month("2024-05")));
/// ```
pub fn is_late(service_month: Month, claim_month: Month) -> bool {
    service_month.next() < claim_month
}

/// 締切: the day of the claim month by which the municipality wants the claim, as its paper prints it; `None` where it is
/// not known. [`due`] moves closed days.
pub fn deadline(pack: &Pack, claim_month: Month) -> Option<Day> {
    pack.route.deadline_day.and_then(|day| claim_month.day(day))
}

/// 提出期限 after closed days were looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// The last day.
    pub day: Day,
    /// The printed day, when it was closed and the municipality moves it.
    pub moved_from: Option<Day>,
    /// The printed day is closed and nothing says where it goes: it stays, and people have to ask.
    pub closed: bool,
}

/// The deadline of a claim month: a Saturday, Sunday or holiday goes to the opening day the municipality names.
///
/// ```
/// use claims::community::due;
/// use fees::community::pack::Packs;
/// use kernel::Holidays;
/// let chiba = Packs::builtin().by_id("chiba-city").unwrap();
/// // 2026-10-17 is a Saturday; 千葉市 takes the next opening day
/// let due = due(chiba, "2026-10".parse().unwrap(), Holidays::builtin()).unwrap();
/// assert_eq!((due.day.to_string(), due.closed), ("2026-10-19".into(), false));
/// ```
pub fn due(pack: &Pack, claim_month: Month, holidays: &Holidays) -> Option<Due> {
    let printed = deadline(pack, claim_month)?;
    let is_closed = |day: Day| day.is_weekend() || holidays.holiday_name(day).is_some();
    if !is_closed(printed) {
        return Some(Due { day: printed, moved_from: None, closed: false });
    }
    let step = match pack.route.deadline_moves {
        Some(DeadlineMove::Next) => 1,
        Some(DeadlineMove::Previous) => -1,
        None => return Some(Due { day: printed, moved_from: None, closed: true }),
    };
    let mut day = printed;
    while is_closed(day) {
        day = day.plus_days(step);
    }
    Some(Due { day, moved_from: Some(printed), closed: false })
}
