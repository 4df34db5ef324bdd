//! 日ごとの明細・加算の一覧・医療連携(Ⅴ)の計算: what people see of a month, and what is refused there.

use crate::support::{
    House,
    b_type::{self, attended},
    person_body,
};
use axum::http::StatusCode;
use fees::b_type::facts::{Capability, DayFacts, DayStatus, ManualLine};
use kernel::{Month, Units};
use store::{AuditEvent, AuditKind, CardBody, DayBody, EntityKind, MonthFactsBody, PersonBody, Role, Subject};

const MONTH: &str = "2026-10";

fn month() -> Month {
    MONTH.parse().unwrap()
}

async fn file_notice(house: &House, capability: Capability) {
    b_type::file_notice(house, house.office, capability).await;
}

/// A person who began on the given day, with the given days of October 2026.
async fn person(house: &House, started_on: &str, days: &[DayFacts], facts: &MonthFactsBody) -> i64 {
    let tx = house.app.store.begin(&house.setup(), house.app.clock.now()).await.unwrap();
    let person = PersonBody {
        started_on: Some(started_on.parse().unwrap()),
        ..person_body("架空 一子".to_owned(), "カクウ イチコ".to_owned())
    };
    let id = tx.people().create(&person).await.unwrap();
    b_type::papers(&tx, id, &CardBody { meal_eligible: true, ..b_type::card_body(1) }, true).await;
    for facts in days {
        let body = DayBody { facts: facts.clone(), ..DayBody::default() };
        tx.days().save(id, month().day(facts.day).unwrap(), &body, None).await.unwrap();
    }
    if *facts != MonthFactsBody::default() {
        tx.month_facts().save(id, month(), facts, None).await.unwrap();
    }
    tx.commit(AuditEvent::new(AuditKind::PersonCreated, Subject::new(EntityKind::Person, id))).await.unwrap();
    id
}

/// The text of the row of a table that begins with a heading.
fn row_of<'p>(body: &'p str, heading: &str) -> &'p str {
    let start = body.find(&format!("<th scope=\"row\">{heading}</th>")).unwrap_or_else(|| panic!("no row {heading}"));
    let end = body[start..].find("</tr>").unwrap();
    &body[start..start + end]
}

fn daily_of(body: &str) -> &str {
    let start = body.find("id=\"daily\"").unwrap();
    &body[start..start + body[start..].find("<h2>").unwrap()]
}

#[tokio::test]
async fn bt_41_daily_lines_stand_day_by_day_and_add_up_to_the_statement() {
    let house = House::new().await;
    file_notice(&house, Capability { transport: Some(1), ..Capability::default() }).await;
    let ways = |day: u8, out: u8, back: u8| DayFacts { transport_out: out, transport_back: back, ..attended(day) };
    let days = [ways(1, 1, 1), ways(2, 1, 0), attended(5)];
    let id = person(&house, "2024-04-01", &days, &MonthFactsBody::default()).await;
    let page = house.client(Role::ClaimsClerk).await.get(&format!("/b/{MONTH}/claim/people/{id}")).await;
    assert_eq!(page.status, StatusCode::OK);
    let daily = daily_of(&page.body);
    assert_eq!(daily.matches("<th scope=\"row\">01</th>").count(), 2, "base and 送迎 of the first: {daily}");
    assert_eq!(daily.matches("<th scope=\"row\">05</th>").count(), 1);
    // two ways on the first, one on the second: 21 × 2 and 21 × 1
    assert!(daily.contains("<td class=\"num\">21</td><td class=\"num\">2</td><td class=\"num\">42</td>"), "{daily}");
    assert!(daily.contains("<td class=\"num\">21</td><td class=\"num\">1</td><td class=\"num\">21</td>"), "{daily}");
    assert!(daily.contains("明細のサービス単位数の合計と同じです"), "{daily}");
}

#[tokio::test]
async fn bt_43_a_day_of_absence_is_one_line_of_94_units() {
    let house = House::new().await;
    file_notice(&house, Capability::default()).await;
    let absent = |day| DayFacts { day, status: DayStatus::Absent, absence_consulted: true, ..DayFacts::default() };
    let days = [attended(1), absent(5), absent(6)];
    let id = person(&house, "2024-04-01", &days, &MonthFactsBody::default()).await;
    let page = house.client(Role::ClaimsClerk).await.get(&format!("/b/{MONTH}/claim/people/{id}")).await;
    let daily = daily_of(&page.body);
    for day in ["05", "06"] {
        assert_eq!(daily.matches(&format!("<th scope=\"row\">{day}</th><td>466040</td>")).count(), 1, "{daily}");
    }
    assert!(daily.contains("<td class=\"num\">94</td><td class=\"num\">1</td><td class=\"num\">94</td>"));
    assert!(daily.contains("同じです"));
}

#[tokio::test]
async fn bt_86_a_fifth_absence_of_the_month_has_no_line() {
    let house = House::new().await;
    file_notice(&house, Capability::default()).await;
    let absent = |day| DayFacts { day, status: DayStatus::Absent, absence_consulted: true, ..DayFacts::default() };
    let days: Vec<DayFacts> = (1..=5).map(absent).chain([attended(6)]).collect();
    let id = person(&house, "2024-04-01", &days, &MonthFactsBody::default()).await;
    let clerk = house.client(Role::ClaimsClerk).await;
    let page = clerk.get(&format!("/b/{MONTH}/claim/people/{id}")).await;
    assert_eq!(daily_of(&page.body).matches("466040").count(), 4);
    let panel = clerk.get(&format!("/b/{MONTH}/additions/{id}")).await;
    let row = row_of(&panel.body, "欠席時対応加算");
    assert!(row.contains(">可<") && row.contains(">4回<") && row.contains("376単位"), "{row}");
}

#[tokio::test]
async fn bt_61_hand_lines_stay_when_the_month_is_calculated_again() {
    let house = House::new().await;
    file_notice(&house, Capability::default()).await;
    let line = ManualLine {
        code: "469991".parse().unwrap(),
        units: Units(1500),
        count: 1,
        name: Some("移行時運営安定化".to_owned()),
    };
    let facts = MonthFactsBody { manual_lines: vec![line], ..MonthFactsBody::default() };
    let id = person(&house, "2024-04-01", &[attended(1)], &facts).await;
    let clerk = house.client(Role::ClaimsClerk).await;
    let address = format!("/b/{MONTH}/claim/people/{id}");
    let shown = |body: &str| {
        let daily = daily_of(body);
        let at = daily.find("469991").unwrap_or_else(|| panic!("no hand line: {daily}"));
        let row = &daily[at..at + daily[at..].find("</tr>").unwrap()];
        assert!(row.contains("手入力") && row.contains(">1,500</td>"), "{row}");
        assert!(daily.contains("<th scope=\"row\">00</th><td>469991</td>"), "{daily}");
        assert!(daily.contains("算定し直しても残ります"));
    };
    shown(&clerk.get(&address).await.body);
    // a further day and a new run: the computed lines change, the hand line does not
    let saved = clerk
        .post(&format!("/b/{MONTH}/records/{id}/days/2"), &[("version", ""), ("start", "1000"), ("end", "1500")])
        .await;
    assert_eq!(saved.status, StatusCode::OK, "{}", saved.body);
    let run = clerk.post(&format!("/b/{MONTH}/claim/run"), &[]).await;
    assert_eq!(run.status, StatusCode::SEE_OTHER, "{}", run.body);
    let after = clerk.get(&address).await;
    shown(&after.body);
    assert!(daily_of(&after.body).contains("<th scope=\"row\">02</th>"));
}

#[tokio::test]
async fn bt_52_the_list_of_additions_tells_what_is_open_to_the_office() {
    let house = House::new().await;
    let capability = Capability { welfare_professional_staffing: Some(1), ..Capability::default() };
    file_notice(&house, capability).await;
    let id = person(&house, "2024-04-01", &[attended(1), attended(2)], &MonthFactsBody::default()).await;
    let page = house.client(Role::SupportStaff).await.get(&format!("/b/{MONTH}/additions/{id}")).await;
    assert_eq!(page.status, StatusCode::OK);
    let staffing = row_of(&page.body, "福祉専門職員配置等加算");
    assert!(staffing.contains(">可<") && staffing.contains(">2回<") && staffing.contains("30単位"), "{staffing}");
    for name in ["視覚・聴覚言語障害者支援体制加算", "食事提供体制加算", "送迎加算", "重度者支援体制加算"]
    {
        let row = row_of(&page.body, name);
        assert!(row.contains("事業所要件不可") && row.contains("届出"), "{row}");
        assert!(row.contains("/settings/notices"), "the way to mend it: {row}");
    }
    let initial = row_of(&page.body, "初期加算");
    assert!(initial.contains("対象外") && initial.contains("30日目は 2024-04-30"), "{initial}");
}

#[tokio::test]
async fn bt_53_the_list_follows_the_notice_of_the_office() {
    let without = House::new().await;
    file_notice(&without, Capability::default()).await;
    let with = House::new().await;
    file_notice(&with, Capability { meal_provision: true, ..Capability::default() }).await;
    let meal = DayFacts { meal: true, ..attended(1) };
    for (house, expected) in [(&without, "事業所要件不可"), (&with, ">可<")] {
        let id = person(house, "2024-04-01", std::slice::from_ref(&meal), &MonthFactsBody::default()).await;
        let page = house.client(Role::SupportStaff).await.get(&format!("/b/{MONTH}/additions/{id}")).await;
        let row = row_of(&page.body, "食事提供体制加算");
        assert!(row.contains(expected), "{expected}: {row}");
    }
}

#[tokio::test]
async fn bt_56_the_initial_addition_shows_its_first_and_thirtieth_day() {
    let house = House::new().await;
    file_notice(&house, Capability::default()).await;
    let days: Vec<DayFacts> = [1, 2, 5].into_iter().map(attended).collect();
    let id = person(&house, "2026-09-03", &days, &MonthFactsBody::default()).await;
    let page = house.client(Role::SupportStaff).await.get(&format!("/b/{MONTH}/additions/{id}")).await;
    // the thirtieth day of 3 September is 2 October: two of the three days
    assert!(page.has("2026年(令和8年)9月3日") && page.has("2026年(令和8年)10月2日"), "{}", page.body);
    assert!(page.has("<dt>当月の算定日数</dt><dd>2日</dd>"));
}

#[tokio::test]
async fn bt_57_offsite_support_counts_the_days_of_the_fiscal_year() {
    let house = House::new().await;
    file_notice(&house, Capability::default()).await;
    let offsite = |day| DayFacts { day, status: DayStatus::OffsiteSupport, ..DayFacts::default() };
    let id = person(&house, "2024-04-01", &[offsite(1), offsite(2), attended(5)], &MonthFactsBody::default()).await;
    let tx = house.app.store.begin(&house.setup(), house.app.clock.now()).await.unwrap();
    for number in 1..=3 {
        let body = DayBody { facts: offsite(number), ..DayBody::default() };
        tx.days().save(id, "2026-06".parse::<Month>().unwrap().day(number).unwrap(), &body, None).await.unwrap();
    }
    tx.commit(AuditEvent::new(AuditKind::DaysSaved, Subject::new(EntityKind::Person, id))).await.unwrap();
    let page = house.client(Role::SupportStaff).await.get(&format!("/b/{MONTH}/additions/{id}")).await;
    assert!(page.has("<dt>前月までの累計</dt><dd>3日</dd><dt>当月</dt><dd>2日</dd>"), "{}", page.body);
    assert!(page.has("<dd>5/180日</dd>"));
}

#[tokio::test]
async fn bt_47_visits_show_their_tick_and_the_third_is_not_claimed() {
    let house = House::new().await;
    file_notice(&house, Capability::default()).await;
    let visit = |day, billed| DayFacts {
        day,
        status: DayStatus::HomeVisit,
        visit_minutes: Some(45),
        visit_billed: billed,
        ..DayFacts::default()
    };
    let days = [attended(1), visit(5, true), visit(6, false), visit(7, true), visit(8, true)];
    let id = person(&house, "2024-04-01", &days, &MonthFactsBody::default()).await;
    let page = house.client(Role::SupportStaff).await.get(&format!("/b/{MONTH}/additions/{id}")).await;
    assert!(page.has("月2回まで"));
    let row = |day: u8| {
        let start = page.body.find(&format!("?day={day}\">")).unwrap();
        &page.body[start..start + page.body[start..].find("</tr>").unwrap()]
    };
    for (day, tick, result) in [
        (5, "あり", "算定しました"),
        (6, "なし", "算定していません"),
        (7, "あり", "算定しました"),
        (8, "あり", "算定していません"),
    ] {
        assert!(row(day).contains(tick) && row(day).contains(result), "{day}: {}", row(day));
    }
}

#[tokio::test]
async fn bt_78_two_nurses_and_one_for_three_recipients_are_499_units_and_not_500() {
    let house = House::new().await;
    file_notice(&house, Capability::default()).await;
    let id = person(&house, "2024-04-01", &[attended(1), attended(20)], &MonthFactsBody::default()).await;
    let clerk = house.client(Role::ClaimsClerk).await;
    let address = format!("/b/{MONTH}/additions/{id}/medical");
    let typed = [("version", ""), ("recipients", "３人"), ("n1", "2"), ("n20", "１")];
    let shown = clerk.post(&address, &[&typed[..], &[("act", "show")]].concat()).await;
    assert_eq!(shown.status, StatusCode::OK);
    assert!(shown.has("333 + 166 = 499"), "{}", shown.body);
    assert!(shown.has("切捨て 333単位") && shown.has("切捨て 166単位"));
    let facts = house.app.store.read(&house.setup().office).month_facts().get(id, month()).await.unwrap();
    assert_eq!(facts.version, None, "looking at it keeps nothing");
    let saved = clerk.post(&address, &[&typed[..], &[("act", "save")]].concat()).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    let facts = house.app.store.read(&house.setup().office).month_facts().get(id, month()).await.unwrap();
    let medical = facts.body.medical_v.unwrap();
    assert_eq!((medical.recipients, medical.days.len()), (3, 2));
    let statement = clerk.get(&format!("/b/{MONTH}/claim/people/{id}")).await;
    let daily = daily_of(&statement.body);
    assert!(daily.contains("<th scope=\"row\">00</th><td>469992</td>") && daily.contains(">499</td>"), "{daily}");
    assert!(!daily.contains(">500</td>"));
}

#[tokio::test]
async fn what_is_wrong_in_the_medical_form_is_told_at_its_field_and_stays() {
    let house = House::new().await;
    file_notice(&house, Capability::default()).await;
    let id = person(&house, "2024-04-01", &[attended(1)], &MonthFactsBody::default()).await;
    let clerk = house.client(Role::ClaimsClerk).await;
    let address = format!("/b/{MONTH}/additions/{id}/medical");
    for (fields, field, kept) in [
        (vec![("n1", "2")], "recipients", "value=\"2\""),
        (vec![("recipients", "3")], "n1", "value=\"3\""),
        (vec![("recipients", "三人"), ("n1", "2")], "recipients", "value=\"三人\""),
        (vec![("recipients", "0"), ("n1", "2")], "recipients", "value=\"0\""),
        (vec![("recipients", "3"), ("n1", "-1")], "n1", "value=\"-1\""),
        (vec![("recipients", "3"), ("n2", "100")], "n2", "value=\"100\""),
    ] {
        let page = clerk.post(&address, &[&fields[..], &[("act", "save"), ("version", "")]].concat()).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields:?}");
        assert!(page.has(&format!("id=\"e-{field}\"")) && page.has(kept), "{fields:?}: {}", page.body);
    }
    let staff = house.client(Role::SupportStaff).await;
    assert_eq!(staff.post(&address, &[("recipients", "3")]).await.status, StatusCode::FORBIDDEN);
    assert_eq!(clerk.get(&format!("/b/{MONTH}/additions/9999")).await.status, StatusCode::NOT_FOUND);
    assert_eq!(clerk.get("/b/2026-13/additions/1").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn bt_48_a_meal_on_an_offsite_day_is_refused_at_entry_with_the_rule() {
    let house = House::new().await;
    let id = person(&house, "2024-04-01", &[], &MonthFactsBody::default()).await;
    let staff = house.client(Role::SupportStaff).await;
    let address = format!("/b/{MONTH}/records/{id}/days/3");
    for status in ["施設外支援", "訪問支援"] {
        let page = staff.post(&address, &[("version", ""), ("status", status), ("meal", "1")]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.has("食事提供体制加算") && page.has("\"field\":\"meal\""), "{}", page.body);
    }
    let days = house.app.store.read(&house.setup().office).days().of_month(id, month()).await.unwrap();
    assert!(days.is_empty());
}

#[tokio::test]
async fn an_office_without_a_notice_and_a_foreign_office_are_answered_in_words() {
    let house = House::new().await;
    let id = person(&house, "2024-04-01", &[attended(1)], &MonthFactsBody::default()).await;
    let staff = house.client(Role::SupportStaff).await;
    let page = staff.get(&format!("/b/{MONTH}/additions/{id}")).await;
    assert!(page.status == StatusCode::OK && page.has("体制届"), "{}", page.body);
    let other = house.add_office(&crate::support::office_body("9910100024", "べつの工房")).await;
    let stranger = house.client_at(other, Role::Manager).await;
    for path in [format!("/b/{MONTH}/additions/{id}"), format!("/b/{MONTH}/additions/{id}/medical")] {
        assert_eq!(stranger.get(&path).await.status, StatusCode::NOT_FOUND);
    }
}
