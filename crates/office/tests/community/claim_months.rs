//! 請求の月: what stops it, its steps, municipalities side by side, late months, the papers.
use super::{
    claim_desk::{
        TEST_PRICES, Who, begin, day, done, expect, export, facts, price, sample_child, statement, step, thirteen_rows,
        total_row, visits,
    },
    support,
    town::{Town, certificate, decided, house},
};
use axum::http::StatusCode;
use fees::community::facts::{IncomeClass, Service};
use kernel::ServiceKind;
use store::{OfficeBody, Role, VisitBody};

#[tokio::test]
async fn an_unknown_price_stops_the_claim_by_name_and_no_sum_is_shown() {
    let house = house("2023-05-08").await;
    let person = thirteen_rows(&house).await;
    for (name, units) in &TEST_PRICES[1..] {
        price(&house, name, *units).await;
    }
    let client = house.client(Role::Manager).await;
    let claim = client.get("/c/2023-04/claim").await;
    assert!(claim.has("合計は出せません: 「移動支援 身体介護有 0.5H」の単価がわかりません"), "{}", claim.body);
    assert!(!claim.has("鎌倉市の合計"));
    let page = statement(&client, "2023-04", person).await;
    assert!(page.has("「移動支援 身体介護有 0.5H」の単価がわかりません"));
    assert_eq!(total_row(&page, "総費用額"), ["", ""]);
    assert_eq!(total_row(&page, "請求額 給付費"), ["", ""]);
    assert_eq!(step(&client, "2023-04", "closed", 0, &[]).await.status, StatusCode::SEE_OTHER);
    let refused = step(&client, "2023-04", "checked", 1, &[]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(client.get("/c/2023-04/claim/output").await.has("合計は出せません"));
}

#[tokio::test]
async fn a_person_of_a_municipality_without_rules_is_refused_by_name_and_never_priced_by_another_city() {
    let house = house("2024-05-07").await;
    let stranger = Who { city: "271004", ..Who::child() }.enter(&house).await;
    visits(&house, stranger, Service::Mobility, &[facts("2024-04-06", "0900", "1500")]).await;
    let client = house.client(Role::Manager).await;
    let claim = client.get("/c/2024-04/claim").await;
    assert!(claim.has("市町村番号 271004(きまりの登録なし)") && claim.has("合計は出せません"));
    assert!(statement(&client, "2024-04", stranger).await.has("市町村番号 271004 の規則がありません"));
    step(&client, "2024-04", "closed", 0, &[]).await;
    assert_eq!(step(&client, "2024-04", "checked", 1, &[]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn several_municipalities_of_a_month_have_sums_papers_and_deadlines_of_their_own() {
    let house = house("2026-11-05").await;
    let paying = |city, name, kana| Who {
        city,
        name,
        kana,
        born: "1990-05-10",
        decision: ("010004", Service::Mobility),
        year: 2026,
        cap: 9_300,
        income: IncomeClass::General1,
        ..Who::child()
    };
    let yen = paying("992020", "山手 一郎", "ヤマテ イチロウ").enter(&house).await;
    let units = paying("992038", "川添 二郎", "カワゾエ ジロウ").enter(&house).await;
    for person in [yen, units] {
        visits(&house, person, Service::Mobility, &[facts("2026-10-06", "0900", "1000")]).await;
    }
    let client = house.client(Role::Manager).await;
    let claim = client.get("/c/2026-10/claim").await;
    assert!(claim.has("山手町の合計 1件") && claim.has("川添市の合計 1件"), "{}", claim.body);
    let page = statement(&client, "2026-10", yen).await;
    // 2,000 yen an hour, the burden in tens of yen
    expect(
        &page,
        &[("給付単位数", ""), ("総費用額", "2,000"), ("決定利用者負担額", "200"), ("請求額 給付費", "1,800")],
    );
    assert_eq!(export(&client, "2026-10").await.status, StatusCode::SEE_OTHER);
    let output = client.get("/c/2026-10/claim/output").await;
    for text in [
        "entry-yamate-2026-10.xlsx",
        "entry-yamate-2026-10.csv",
        "claim-yamate-2026-10.xlsx",
        "claim-kawazoe-2026-10.xlsx",
        "実績記録票(押印)",
        "様式2 明細書兼記録票",
        "11月10日(火)まで",
        // the 15th is a Sunday, and 川添市 takes the opening day before
        "11月13日(金)まで",
    ] {
        assert!(output.has(text), "{text}: {}", output.body);
    }
    let zip = client.get("/c/2026-10/claim/output/all.zip").await;
    assert_eq!((zip.status, zip.content_type.as_str()), (StatusCode::OK, "application/zip"));
}

#[tokio::test]
async fn cl_04_the_entry_sheet_has_the_records_of_the_month_in_the_order_of_the_tool() {
    let house = house("2023-05-08").await;
    let person = thirteen_rows(&house).await;
    let client = house.client(Role::ClaimsClerk).await;
    let csv = client.get(&format!("/c/2023-04/claim/{person}/entry.csv")).await;
    assert_eq!((csv.status, csv.content_type.as_str()), (StatusCode::OK, "text/csv; charset=utf-8"));
    let rows: Vec<&str> = csv.body.lines().skip(1).collect();
    assert_eq!(rows.len(), 13, "{}", csv.body);
    for (row, shown) in rows.iter().zip([
        [",1,", "1000,1030,1000,1030", "0030", "移動支援 身体介護有 0.5H"],
        [",1,", "1000,1030,1000,1030", "0030", "移動支援 身体介護有 二人目 0.5H"],
        [",2,", "0730,0800,0730,0800", "0030", "移動支援 身体介護有 早朝夜間 0.5H"],
        [",3,", "0730,0800,0730,0800", "0030", "移動支援 身体介護有 早朝夜間 0.5H"],
        [",3,", "0800,0830,0800,0830", "0030", "移動支援 身体介護有 0.5H"],
        [",4,", "2330,2359,2330,2359", "0029", "移動支援 身体介護有 深夜 0.5H"],
        [",5,", "0000,0030,0000,0030", "0030", "移動支援 身体介護有 深夜 0.5H"],
        [",6,", "0745,0815,0745,0815", "0030", "移動支援 身体介護有 早朝夜間 0.5H"],
        [",7,", "0750,0830,0750,0830", "0040", "移動支援 身体介護有 1H"],
        [",8,", "0740,0800,0740,0800", "0020", "移動支援 身体介護有 早朝夜間 0.5H"],
        [",8,", "0800,0820,0800,0820", "0020", "移動支援 身体介護有 0.5H"],
        [",9,", "0800,0830,0800,0830", "0030", "移動支援 身体介護有 0.5H"],
        [",9,", "1200,1230,1200,1230", "0030", "移動支援 身体介護有 0.5H"],
    ]) {
        assert!(shown.iter().all(|text| row.contains(text)), "{shown:?}: {row}");
    }
    for file in ["entry.xlsx", "claim.xlsx"] {
        assert_eq!(client.get(&format!("/c/2023-04/claim/{person}/{file}")).await.status, StatusCode::OK);
    }
    assert_eq!(
        house.client(Role::SupportStaff).await.get(&format!("/c/2023-04/claim/{person}/entry.csv")).await.status,
        StatusCode::FORBIDDEN
    );
}

#[tokio::test]
async fn a_closed_month_shows_what_was_closed_and_takes_no_visit() {
    let house = house("2024-05-07").await;
    let child = sample_child(&house).await;
    let client = house.client(Role::Manager).await;
    let nobody = step(&client, "2024-03", "closed", 0, &[]).await;
    assert_eq!(nobody.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(step(&client, "2024-04", "closed", 0, &[]).await.status, StatusCode::SEE_OTHER);
    let tx = begin(&house).await;
    let body = VisitBody::new(Service::Mobility, facts("2024-04-07", "0900", "1000"));
    assert!(tx.visits().create(child, "visit-after-closing", &body).await.is_err());
    drop(tx);
    let again = step(&client, "2024-04", "closed", 0, &[]).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "a second press changes nothing");
    let stale = step(&client, "2024-04", "checked", 0, &[]).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    let reason = step(&client, "2024-04", "open", 1, &[("back", "1")]).await;
    assert_eq!(reason.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(reason.has("戻す理由"));
    let page = statement(&client, "2024-04", child).await;
    expect(&page, &[("請求額 給付費", "51,800")]);
    assert!(page.has("締めたときの内容です"));
}

#[tokio::test]
async fn cl_06_10_a_march_visit_entered_after_the_export_goes_out_with_april_under_the_march_rules() {
    let mut house = house("2024-04-10").await;
    let who = Who { decision: ("020003", Service::Daytime), year: 2023, amount: 3_000, ..Who::adult() };
    let adult = who.enter(&house).await;
    visits(&house, adult, Service::Daytime, &[facts("2024-03-01", "0900", "1200")]).await;
    let client = house.client(Role::Manager).await;
    assert_eq!(export(&client, "2024-03").await.status, StatusCode::SEE_OTHER);
    house.set_day("2024-05-02");
    let client = house.client(Role::Manager).await;
    let person = adult.to_string();
    let opened = client
        .post("/c/2024-03/claim/late", &[("late_person", &person), ("late_kind", "late"), ("late_carrier", "2024-04")])
        .await;
    assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.body);
    let tx = begin(&house).await;
    let body = VisitBody::new(Service::Daytime, facts("2024-03-12", "0900", "1500"));
    tx.visits().create(adult, "visit-late-march", &body).await.unwrap();
    done(tx, adult).await;
    let claim = client.get("/c/2024-04/claim").await;
    assert!(claim.has("月遅れ 令和6年3月") && claim.has("鎌倉市の合計 1件"), "{}", claim.body);
    assert!(claim.has("この月は一度請求しています"));
    let case = house.app.store.read(&house.setup().office).again().list().await.unwrap()[0].id;
    let page = client.get(&format!("/c/2024-03/claim/{adult}?case={case}")).await;
    expect(&page, &[("給付単位数", "841"), ("総費用額", "8,410"), ("決定利用者負担額", "841")]);
    let kept = statement(&client, "2024-03", adult).await;
    expect(&kept, &[("給付単位数", "306")]);
    assert_eq!(export(&client, "2024-04").await.status, StatusCode::SEE_OTHER);
    let csv = client.get("/c/2024-04/claim/output").await;
    assert!(csv.has("entry-kamakura-2024-04.csv"));
    let files =
        house.app.store.read(&house.setup().office).claim_files().of_month("2024-04".parse().unwrap()).await.unwrap();
    let entry = files.iter().find(|file| file.kind == "entry.csv").unwrap();
    let text = client.get(&format!("/c/2024-04/claim/files/{}", entry.id)).await;
    let day = |day: &str| text.body.lines().any(|row| row.contains("2024/03,") && row.contains(day));
    assert!(day(",1,金,") && day(",12,火,"), "{}", text.body);
    let case = house.app.store.read(&house.setup().office).again().get(case).await.unwrap();
    assert_eq!(case.state, store::AgainState::Claimed);
}

#[tokio::test]
async fn a_certificate_that_comes_after_the_export_is_registered_and_its_late_month_says_what_is_missing() {
    let mut house = house("2026-09-05").await;
    let known = Who { year: 2026, ..Who::child() }.enter(&house).await;
    visits(&house, known, Service::Mobility, &[facts("2026-08-04", "0900", "1500")]).await;
    visits(&house, known, Service::Mobility, &[facts("2026-09-01", "0900", "1500")]).await;
    let client = house.client(Role::Manager).await;
    let late = Town(&house).person("遅山 遅子", "2012-06-06", None).await;
    for month in ["2026-08", "2026-09"] {
        let taken = export(&client, month).await;
        assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.body);
    }
    house.set_day("2026-10-05");
    let client = house.client(Role::Manager).await;
    let locked = client.get(&format!("/c/2026-08/visits/{late}")).await;
    assert!(locked.has("月遅れ・返戻・過誤") && locked.has("/c/2026-08/claim#late"), "{}", locked.body);
    assert!(!locked.has("訪問の入力と保存はできます") && !locked.has("締めを解除"), "{}", locked.body);
    let person = late.to_string();
    let case = [("late_person", person.as_str()), ("late_kind", "late"), ("late_carrier", "2026-10")];
    assert_eq!(client.post("/c/2026-08/claim/late", &case).await.status, StatusCode::SEE_OTHER);
    let opened = client.get(&format!("/c/2026-08/visits/{late}")).await;
    assert!(opened.has("訪問の入力と保存はできます"), "{}", opened.body);
    visits(&house, late, Service::Mobility, &[facts("2026-08-11", "0900", "1500")]).await;
    let claim = client.get("/c/2026-10/claim").await;
    assert!(claim.has("この月に有効な受給者証がない") && !claim.has("記録がありません"), "{}", claim.body);
    // nothing was claimed for the person in September: the certificate from August on can be registered
    let mut card = certificate("142042", IncomeClass::General1, vec![decided("010004", 1000)]);
    (card.valid_from, card.recipient_no) = (day("2026-08-01"), "1000000099".parse().unwrap());
    let tx = begin(&house).await;
    let card = tx.community_cards().add(late, &card).await.unwrap();
    tx.community_cards().lock(card, 1).await.unwrap();
    done(tx, late).await;
    let claim = client.get("/c/2026-10/claim").await;
    assert!(claim.has("月遅れ 令和8年8月") && !claim.has("この月に有効な受給者証がない"), "{}", claim.body);
    // that of somebody who was claimed stays as it was
    let tx = begin(&house).await;
    let mut changed = certificate("142042", IncomeClass::General1, vec![decided("010004", 1000)]);
    changed.valid_from = day("2026-08-01");
    assert!(matches!(tx.community_cards().add(known, &changed).await, Err(store::StoreError::MonthClosed { .. })));
}

#[tokio::test]
async fn namesakes_of_one_birthday_are_told_apart_by_the_end_of_their_certificate() {
    let house = house("2026-11-05").await;
    let client = house.client(Role::Manager).await;
    for number in ["0000000017", "0000000025"] {
        let mut card = certificate("142042", IncomeClass::Low1, vec![decided("010005", 1000)]);
        card.recipient_no = number.parse().unwrap();
        let id = Town(&house).person("浦辺 恵", "1996-04-04", Some(card)).await;
        visits(&house, id, Service::Mobility, &[facts("2026-11-04", "0900", "1000")]).await;
    }
    let alone = Town(&house).adult("見本 太郎").await;
    visits(&house, alone, Service::Mobility, &[facts("2026-11-04", "0900", "1000")]).await;
    for path in ["/c/quick", "/c/2026-11/visits", "/c/2026-11/claim"] {
        let page = client.get(path).await;
        for number in ["証番号…0017)", "証番号…0025)"] {
            assert!(page.has(number), "{path} {number}: {}", page.body);
        }
        assert!(!page.has("見本 太郎("), "{path}");
    }
}

#[tokio::test]
async fn the_claim_of_another_office_is_not_there() {
    let house = house("2024-05-07").await;
    let child = sample_child(&house).await;
    let body = OfficeBody { kind: ServiceKind::Community, ..support::office_body("1410000025", "よその事業所") };
    let other = house.add_office(&body).await;
    let stranger = house.client_at(other, Role::Manager).await;
    for path in [format!("/c/2024-04/claim/{child}"), format!("/c/2024-04/claim/{child}/entry.csv")] {
        assert_eq!(stranger.get(&path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(stranger.get("/c/2024-13/claim").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn today_tells_what_waits_what_runs_out_and_what_each_municipality_wants() {
    let house = house("2026-11-05").await;
    let known = Who { city: "992038", year: 2026, born: "2008-12-10", amount: 300, ..Who::child() }.enter(&house).await;
    let habit = ["2026-10-08", "2026-10-15", "2026-11-04"].map(|on| facts(on, "0900", "1200"));
    visits(&house, known, Service::Mobility, &habit).await;
    let stranger = Who { city: "271004", year: 2025, name: "よそ 三郎", ..Who::child() }.enter(&house).await;
    visits(&house, stranger, Service::Mobility, &[facts("2026-10-06", "0900", "1500")]).await;
    let page = house.client(Role::Manager).await.get("/").await;
    assert_eq!(page.status, StatusCode::OK);
    for text in [
        "いつもこの曜日に利用していて、記録がまだの人 1人",
        "契約支給量を使い切りそうな人",
        "きまりの登録がない市町村",
        "市町村番号 271004",
        "支給決定がもうすぐ切れる・切れた人",
        "11月13日(金)まで",
        "様式2 明細書兼記録票",
    ] {
        assert!(page.has(text), "{text}: {}", page.body);
    }
}
