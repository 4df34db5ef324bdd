//! 請求明細書: the golden claims through the screens.
use super::{
    claim_desk::{
        TEST_PRICES, Who, begin, done, expect, facts, price, sample_child, statement, step, thirteen_rows, total_row,
        visits,
    },
    town::house,
};
use axum::http::StatusCode;
use fees::community::facts::{IncomeClass, Service, Visit as Facts};
use store::{DecidedService, Role};

#[tokio::test]
async fn cl_05_107_108_109_113_114_115_116_117_118_the_waived_child_is_claimed_whole_and_pays_nothing() {
    let house = house("2024-05-07").await;
    let child = sample_child(&house).await;
    let client = house.client(Role::Manager).await;
    let page = statement(&client, "2024-04", child).await;
    expect(
        &page,
        &[
            ("サービス種類", "01 移動支援"),
            ("サービス利用日数", "5日"),
            ("給付単位数", "5,180"),
            ("単位数単価", "10.000円/単位"),
            ("給付率", "90/100"),
            ("総費用額", "51,800"),
            ("給付率に基づく請求額", "46,620"),
            ("給付率に基づく利用者負担額②", "5,180"),
            ("上限月額調整(①②の内少ない数)", ""),
            ("A型減免 減免後利用者負担額", ""),
            ("調整後利用者負担額", ""),
            ("上限額管理後利用者負担額", ""),
            ("決定利用者負担額", "0"),
            ("請求額 給付費", "51,800"),
            ("請求額 特別対策費", ""),
        ],
    );
    assert_eq!(total_row(&page, "請求額 給付費"), ["51,800", "51,800"]);
    for text in ["移動支援身無 児童無償 6H", "011571", "1,036"] {
        assert!(page.has(text), "{text}");
    }
    assert!(page.has("利用者からは受け取りません") && page.has("5,180円"));
}

#[tokio::test]
async fn cl_110_111_112_the_head_of_the_statement_has_the_fields_of_the_form_in_their_order() {
    let house = house("2024-05-07").await;
    let child = sample_child(&house).await;
    let page = statement(&house.client(Role::Viewer).await, "2024-04", child).await;
    let labels = [
        "市町村番号",
        "助成自治体番号",
        "サービス提供年月",
        "受給者証番号",
        "指定事業所番号",
        "事業者及びその事業所の名称",
        "支給決定障害者等氏名",
        "支給決定に係る障害児氏名",
        "地域区分",
        "就労継続支援A型事業者負担減免措置実施",
        "利用者負担上限月額①",
        "利用者負担上限額管理事業所",
        "日数",
        "給付費明細欄",
        "請求額集計欄",
    ];
    let mut at = page.body.find("地域生活支援給付費等明細書").unwrap();
    for label in labels {
        at += page.body[at..].find(label).unwrap_or_else(|| panic!("{label} is not behind the one before it"));
    }
    for value in ["142042", "1460142042", "鎌倉市地活事業所", "令和6年4月分", "ﾑｼｮｳ ｶｵﾔ", "37,200"]
    {
        assert!(page.has(value), "{value}");
    }
}

#[tokio::test]
async fn g2_every_time_class_of_a_paying_adult_stands_in_the_statement() {
    let house = house("2024-04-03").await;
    let adult = Who::adult().enter(&house).await;
    let stays = [
        facts("2024-03-01", "0930", "1200"),
        facts("2024-03-05", "0900", "1200"),
        facts("2024-03-08", "0900", "1205"),
        facts("2024-03-12", "0900", "1500"),
        facts("2024-03-15", "0900", "1501"),
        facts("2024-03-19", "0900", "1700"),
    ];
    visits(&house, adult, Service::Daytime, &stays).await;
    let page = statement(&house.client(Role::Manager).await, "2024-03", adult).await;
    expect(
        &page,
        &[
            ("サービス種類", "02 日中一時支援"),
            ("サービス利用日数", "6日"),
            ("給付単位数", "3,052"),
            ("総費用額", "30,520"),
            ("給付率に基づく請求額", "27,468"),
            ("給付率に基づく利用者負担額②", "3,052"),
            ("上限月額調整(①②の内少ない数)", "3,052"),
            ("決定利用者負担額", "3,052"),
            ("請求額 給付費", "27,468"),
        ],
    );
}

#[tokio::test]
async fn g3_the_cap_binds() {
    let house = house("2024-04-03").await;
    let adult = Who::adult().enter(&house).await;
    let month = "2024-03".parse::<kernel::Month>().unwrap();
    let weekdays = month.each_day().filter(|day| !day.is_weekend()).take(20);
    let stays: Vec<Facts> = weekdays.map(|day| facts(&day.to_string(), "0900", "1500")).collect();
    visits(&house, adult, Service::Daytime, &stays).await;
    let page = statement(&house.client(Role::Manager).await, "2024-03", adult).await;
    expect(
        &page,
        &[
            ("給付単位数", "10,700"),
            ("給付率に基づく請求額", "96,300"),
            // the suggested reading of U-11 prints the lower of share and cap
            ("給付率に基づく利用者負担額②", "9,300"),
            ("上限月額調整(①②の内少ない数)", "9,300"),
            ("決定利用者負担額", "9,300"),
            ("請求額 給付費", "97,700"),
        ],
    );
    assert!(page.has("利用者負担 10/100 → <strong>10,700</strong>"), "the share before the cap stands in the steps");
}

#[tokio::test]
async fn g4_cl_108_the_freed_burden_of_a_child_is_no_more_than_its_cap() {
    let house = house("2024-05-07").await;
    let who = Who { decision: ("020003", Service::Daytime), cap: 4_600, income: IncomeClass::General1, ..Who::child() };
    let child = who.enter(&house).await;
    let stays: Vec<Facts> = (1..=10).map(|day| facts(&format!("2024-04-{day:02}"), "0900", "1600")).collect();
    visits(&house, child, Service::Daytime, &stays).await;
    let page = statement(&house.client(Role::Manager).await, "2024-04", child).await;
    expect(
        &page,
        &[
            ("給付単位数", "6,350"),
            ("総費用額", "63,500"),
            ("給付率に基づく利用者負担額②", "4,600"),
            ("決定利用者負担額", "0"),
            ("請求額 給付費", "63,500"),
        ],
    );
}

#[tokio::test]
async fn g5_cl_03_entered_prices_make_the_claim_and_stand_there_with_their_paper() {
    let house = house("2023-05-08").await;
    let person = thirteen_rows(&house).await;
    for (name, units) in TEST_PRICES {
        price(&house, name, units).await;
    }
    let client = house.client(Role::Manager).await;
    let page = statement(&client, "2023-04", person).await;
    expect(
        &page,
        &[
            ("サービス利用日数", "9日"),
            ("給付単位数", "4,002"),
            ("総費用額", "40,020"),
            ("給付率に基づく請求額", "36,018"),
            ("上限月額調整(①②の内少ない数)", "0"),
            ("決定利用者負担額", "0"),
            ("請求額 給付費", "40,020"),
        ],
    );
    assert!(page.has("登録した単価") && page.has("試験の単価表"));
    let refused = {
        for (to, version) in [("closed", 0), ("checked", 1), ("approved", 2)] {
            assert_eq!(step(&client, "2023-04", to, version, &[]).await.status, StatusCode::SEE_OTHER);
        }
        step(&client, "2023-04", "exported", 3, &[]).await
    };
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "an entered price has to be looked at");
    let out = step(&client, "2023-04", "exported", 3, &[("acknowledged", "1")]).await;
    assert_eq!(out.status, StatusCode::SEE_OTHER, "{}", out.body);
    let output = client.get("/c/2023-04/claim/output").await;
    assert!(output.has("事業所が登録した単価を使っています") && output.has("2023-04-20に確認して登録"));
}

#[tokio::test]
async fn cl_111_the_cap_result_is_typed_from_the_sheet_and_decides_the_burden() {
    let house = house("2024-04-03").await;
    let adult = Who::adult().enter(&house).await;
    visits(&house, adult, Service::Daytime, &[facts("2024-03-12", "0900", "1500")]).await;
    let client = house.client(Role::ClaimsClerk).await;
    let address = format!("/c/2024-03/claim/{adult}/cap");
    let wrong = client.post(&address, &[("cap_office_no", "12"), ("cap_result", "3"), ("cap_amount", "百")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.has("value=\"百\""), "nothing typed is lost");
    let nameless = [("cap_office_no", "1410000017"), ("cap_result", "3"), ("cap_amount", "200")];
    let nameless = client.post(&address, &nameless).await;
    assert_eq!(nameless.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nameless.has("管理事業所の名称") && nameless.has("value=\"200\""));
    let fields = [
        ("cap_office_no", "1410000017"),
        ("cap_office_name", "管理事業所"),
        ("cap_result", "3"),
        ("cap_amount", "200"),
    ];
    let saved = client.post(&address, &fields).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    let page = statement(&client, "2024-03", adult).await;
    expect(&page, &[("上限額管理後利用者負担額", "200"), ("決定利用者負担額", "200"), ("請求額 給付費", "5,150")]);
    let stale = client.post(&address, &fields).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    // result 2 leaves every office its own burden
    let second = [fields[0], fields[1], ("cap_result", "2"), ("cap_amount", "100"), ("version", "1")];
    assert_eq!(client.post(&address, &second).await.status, StatusCode::SEE_OTHER);
    let page = statement(&client, "2024-03", adult).await;
    assert!(page.has("管理結果2のとき、額はこの事業所の負担額 535円 と同じはずですが 100円 です"), "{}", page.body);
    let staff = house.client(Role::SupportStaff).await.post(&address, &fields).await;
    assert_eq!(staff.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn both_services_of_a_person_share_one_cap() {
    let house = house("2026-11-05").await;
    let who = Who {
        city: "992011",
        born: "1990-05-10",
        year: 2026,
        cap: 1_000,
        income: IncomeClass::General1,
        ..Who::child()
    };
    let person = who.enter(&house).await;
    let tx = begin(&house).await;
    let card = tx.community_cards().of_person(person).await.unwrap().remove(0);
    let version = tx.community_cards().unlock(card.id, card.version).await.unwrap();
    let mut body = card.body;
    let daytime = DecidedService { code: "020003".to_owned(), service: Service::Daytime, ..body.decisions[0].clone() };
    body.decisions.push(daytime);
    tx.community_cards().update(card.id, &body, version).await.unwrap();
    done(tx, person).await;
    visits(&house, person, Service::Mobility, &[facts("2026-10-06", "0900", "1500")]).await;
    visits(&house, person, Service::Daytime, &[facts("2026-10-07", "0900", "1500")]).await;
    let page = statement(&house.client(Role::Manager).await, "2026-10", person).await;
    let decided = total_row(&page, "決定利用者負担額");
    assert_eq!(decided.len(), 3, "{decided:?}");
    assert_eq!(decided[2], "1,000");
    assert_eq!(total_row(&page, "サービス種類")[..2], ["01 移動支援", "02 日中一時支援"]);
}

#[tokio::test]
async fn cl_113_a_code_registered_with_its_price_stands_on_the_statement() {
    let house = house("2023-05-08").await;
    let who = Who { decision: ("010005", Service::Mobility), year: 2023, ..Who::child() };
    let person = who.enter(&house).await;
    visits(&house, person, Service::Mobility, &[facts("2023-04-08", "0900", "0930")]).await;
    price(&house, "移動支援 身体介護有 0.5H", 250).await;
    let client = house.client(Role::Manager).await;
    let before = statement(&client, "2023-04", person).await;
    assert!(!before.has("011111"), "{}", before.body);
    let list = house.app.store.read(&house.setup().office).price_overlays().list().await.unwrap();
    let own = format!("/c/packs/kamakura/prices/{}", list[0].id);
    let coded = [
        ("version", "1"),
        ("name", "移動支援 身体介護有 0.5H"),
        ("amount", "250"),
        ("valid_from", "2023-04"),
        ("source", "試験の単価表"),
        ("read_on", "2023-04-20"),
        ("code", "011111"),
    ];
    let saved = client.post(&own, &coded).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    let page = statement(&client, "2023-04", person).await;
    assert!(page.has("011111"), "{}", page.body);
}
