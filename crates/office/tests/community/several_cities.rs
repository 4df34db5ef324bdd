//! 複数の市町村の月: G6 of 千葉市 beside people of other municipalities, typed on the screens, with a late claim.
use super::{
    claim_desk::{Who, day, expect, export, facts, statement, step, total_row, visits},
    forms::put,
    support::{Client, House},
    town::house,
    typing::{entered, words},
};
use axum::http::StatusCode;
use fees::community::facts::{IncomeClass, Service};
use store::Role;

fn adult(city: &'static str, name: &'static str, kana: &'static str, code: &'static str) -> Who {
    let (service, year) = (if code == "020003" { Service::Daytime } else { Service::Mobility }, 2024);
    let income = IncomeClass::General1;
    Who { city, name, kana, born: "1990-05-10", decision: (code, service), cap: 9_300, income, year, amount: 2_500 }
}

/// The five visits of G6, as worked.
async fn g6(client: &Client, person: i64) {
    let visit = |date, start, end| vec![("date", date), ("start", start), ("end", end)];
    let with = |mut fields: Vec<(&'static str, &'static str)>, more| {
        fields.push(more);
        fields
    };
    for fields in [
        with(visit("5", "1000", "1100"), ("first", "1")),
        visit("12", "1000", "1100"),
        with(visit("19", "1000", "1100"), ("emergency", "1")),
        visit("26", "1730", "1900"),
        with(visit("30", "2300", "2330"), ("helpers", "both")),
    ] {
        entered(client, person, "2024-10", &fields).await;
    }
}

/// A city's part of the claim page.
fn city<'p>(page: &'p str, name: &str) -> &'p str {
    let from = page.find(&format!("{name}の合計")).unwrap_or_else(|| panic!("no sums of {name}: {}", words(page)));
    let rest = &page[from..];
    &rest[..rest.find("</section>").unwrap_or(rest.len())]
}

async fn three_cities(house: &House) -> [i64; 3] {
    let chiba = adult("121002", "千葉 一郎", "チバ イチロウ", "010005").enter(house).await;
    let kamakura = adult("142042", "鎌倉 花子", "カマクラ ハナコ", "020003").enter(house).await;
    let kawazoe = adult("992038", "川添 次郎", "カワゾエ ジロウ", "010004").enter(house).await;
    [chiba, kamakura, kawazoe]
}

#[tokio::test]
async fn g6_cl_10_15_three_municipalities_and_a_late_claim_in_one_month_keep_their_own_figures() {
    let mut house = house("2024-10-08").await;
    let [chiba, kamakura, kawazoe] = three_cities(&house).await;
    let client = house.client(Role::Manager).await;
    // September of 鎌倉市 has gone out
    let stay = |date, end| [("service", "daytime"), ("date", date), ("start", "0900"), ("end", end)];
    entered(&client, kamakura, "2024-09", &stay("3", "1200")).await;
    assert_eq!(export(&client, "2024-09").await.status, StatusCode::SEE_OTHER);
    house.set_day("2024-11-05");
    let client = house.client(Role::Manager).await;
    g6(&client, chiba).await;
    entered(&client, kamakura, "2024-10", &stay("2", "1500")).await;
    entered(&client, kawazoe, "2024-10", &[("date", "3"), ("start", "1000"), ("end", "1100")]).await;
    // a stay of September that was found now goes out with October
    let late = [
        ("late_person", kamakura.to_string()),
        ("late_kind", "late".to_owned()),
        ("late_carrier", "2024-10".to_owned()),
    ];
    let late: Vec<(&str, &str)> = late.iter().map(|(name, value)| (*name, value.as_str())).collect();
    put(&client, "/c/2024-09/claim/late", &late).await;
    entered(&client, kamakura, "2024-09", &stay("10", "1200")).await;

    let page = statement(&client, "2024-10", chiba).await;
    expect(
        &page,
        &[
            ("サービス利用日数", "5日"),
            ("給付単位数", "3,220"),
            ("総費用額", "32,200"),
            ("給付率に基づく請求額", "28,980"),
            ("給付率に基づく利用者負担額②", "3,220"),
            ("決定利用者負担額", "3,220"),
            ("請求額 給付費", "28,980"),
        ],
    );
    for (code, name, units, times, sum) in [
        ("023115", "移動1日中1.0", "441", "3", "1,323"),
        ("023427", "移動1日中0.5・夜間1.0", "730", "1", "730"),
        ("023251", "移動1深夜0.5", "420", "1", "420"),
        ("023252", "移動1深夜0.5・2人", "420", "1", "420"),
        ("024701", "移動1初回加算", "218", "1", "218"),
        ("024801", "移動1緊急時対応加算", "109", "1", "109"),
    ] {
        let row = page.body.split("<tr").find(|row| row.contains(code)).unwrap_or_else(|| panic!("no {code}"));
        let row = words(&format!("<tr{row}"));
        assert!(row.contains(name) && row.contains(&format!("{units} {times} {sum}")), "{row}");
    }
    let now = statement(&client, "2024-10", kamakura).await;
    expect(&now, &[("給付単位数", "535"), ("総費用額", "5,350"), ("決定利用者負担額", "535")]);

    let claim = client.get("/c/2024-10/claim").await;
    assert!(words(city(&claim.body, "千葉市")).contains("32,200"), "{}", words(&claim.body));
    assert!(claim.has("月遅れ 令和6年9月"), "{}", words(&claim.body));
    // 鎌倉市: October 5,350 and both stays of September 6,120
    assert!(words(city(&claim.body, "鎌倉市")).contains("11,470"), "{}", words(&claim.body));
    assert!(words(city(&claim.body, "川添市")).contains("2,000"), "{}", words(&claim.body));
    assert_eq!(total_row(&statement(&client, "2024-09", kamakura).await, "給付単位数")[0], "306", "as it went out");
    assert_eq!(export(&client, "2024-10").await.status, StatusCode::SEE_OTHER);
    let output = client.get("/c/2024-10/claim/output").await;
    for text in
        ["claim-chiba-city-2024-10.xlsx", "claim-kamakura-2024-10.xlsx", "claim-kawazoe-2024-10.xlsx", "前の月の分 1件"]
    {
        assert!(output.has(text), "{text}: {}", words(&output.body));
    }
    // 千葉市 takes papers until the 17th, which is a Sunday: the next opening day
    assert!(output.has("11月18日(月)まで"), "{}", words(&output.body));
    let stale = step(&client, "2024-10", "closed", 0, &[]).await;
    assert_eq!(stale.status, StatusCode::CONFLICT, "an exported month is not closed again");
    assert_eq!(day("2024-11-18").weekday_ja(), "月");
}

#[tokio::test]
async fn a_visit_over_the_last_midnight_of_a_month_stops_neither_month_and_is_claimed_once() {
    let house = house("2024-12-03").await;
    let [chiba, _, kawazoe] = three_cities(&house).await;
    let other = adult("992038", "川添 三郎", "カワゾエ サブロウ", "010004").enter(&house).await;
    let (night, plain) = (facts("2024-10-31", "2330", "0030"), facts("2024-11-05", "1000", "1100"));
    for person in [chiba, kawazoe] {
        visits(&house, person, Service::Mobility, &[night.clone(), plain.clone()]).await;
    }
    // nothing but the night of the month before: nothing in November
    visits(&house, other, Service::Mobility, &[night]).await;
    let client = house.client(Role::Manager).await;
    for (person, month, units) in
        [(chiba, "2024-10", "420"), (chiba, "2024-11", "683"), (kawazoe, "2024-10", "300"), (kawazoe, "2024-11", "200")]
    {
        let page = statement(&client, month, person).await;
        assert!(!page.has("この月の日付ではありません"), "{}", words(&page.body));
        expect(&page, &[("給付単位数", units)]);
    }
    let claim = client.get("/c/2024-11/claim").await;
    assert!(claim.has("川添市の合計 1件") && claim.has("千葉市の合計 1件"), "{}", words(&claim.body));
    let list = client.get(&format!("/c/2024-11/visits/{kawazoe}")).await;
    assert!(list.has("この月の行はありません(始まった月に数えます)"), "{}", words(&list.body));
    // the first of November, close behind a visit that ended before midnight, goes on with it
    let late = adult("121002", "千葉 二郎", "チバ ジロウ", "010005").enter(&house).await;
    let pair = [facts("2024-10-31", "2230", "2330"), facts("2024-11-01", "0030", "0130")];
    visits(&house, late, Service::Mobility, &pair).await;
    let page = statement(&client, "2024-11", late).await;
    assert!(page.has("移動1日跨増深夜1.0・深夜1.0"), "{}", words(&page.body));
}
