//! 市町村のきまり: the rules in words, open points, prices; whose rules the people of the list live by.
use super::{
    forms::{MOBILITY, audited, but, person, put, refused},
    support::{Client, Page},
    town::house,
};
use axum::{
    body::Body,
    http::{Method, Request, StatusCode, header},
};
use fees::community::facts::{Service, Visit};
use store::{AuditEvent, AuditKind, EntityKind, Role, Subject, VisitBody};
use tower::ServiceExt;

#[tokio::test]
async fn cl_08_the_list_shows_contract_use_and_names_a_municipality_without_rules() {
    let house = house("2026-11-05").await;
    let clerk = house.client(Role::ClaimsClerk).await;
    let base = person(&clerk, "鎌倉 次郎", "カマクラ ジロウ", "1990-05-05").await;
    let period = [
        ("valid_from", "2026/04/01"),
        ("certified_from", "2026/04/01"),
        ("certified_to", "2026/12/31"),
        ("child_kana", ""),
    ];
    let changed = [&period[..], &[("d1_amount", "1時間30分")]].concat();
    let card = but(&MOBILITY, &changed);
    put(&clerk, &format!("{base}/masters"), &card).await;
    let id: i64 = base.rsplit('/').next().unwrap().parse().unwrap();
    let visit =
        |start: u16, end: u16| VisitBody::new(Service::Mobility, Visit::new("2026-11-02".parse().unwrap(), start, end));
    let tx = house.app.store.begin(&house.setup(), house.app.clock.now()).await.unwrap();
    tx.visits().create(id, "one-visit-of-two-hours", &visit(600, 720)).await.unwrap();
    tx.commit(AuditEvent::new(AuditKind::VisitSaved, Subject::new(EntityKind::Person, id))).await.unwrap();
    let far = person(&clerk, "大阪 花", "オオサカ ハナ", "1990-05-05").await;
    let elsewhere = but(&card, &[("municipality_no", "271004"), ("burden_rate", "10"), ("state_class", "1")]);
    let address = put(&clerk, &format!("{far}/masters"), &elsewhere).await;
    assert!(clerk.get(&address).await.has("きまりの登録がない市町村"));
    let list = clerk.get("/people").await;
    for word in [
        "きまりの登録がない市町村(271004)",
        "1時間30分",
        "利用 2時間00分",
        "契約を超過",
        "注意 あと56日",
        "未ロック",
        "02:低所得1",
    ] {
        assert!(list.has(word), "{word}: {}", list.body);
    }
    let found = clerk.get("/people?q=%E3%81%8A%E3%81%8A%E3%81%95%E3%81%8B").await;
    assert!(found.has("大阪 花") && !found.has("鎌倉 次郎"));
    assert!(clerk.get("/people?q=1234567890").await.has("鎌倉 次郎"));
    let csv = clerk.get("/people.csv").await;
    assert!(
        csv.content_type.starts_with("text/csv") && csv.has("移動支援(身体介護あり) 1時間30分") && csv.has("2時間00分")
    );
    let packs = clerk.get("/c/packs").await;
    assert!(
        packs.has("きまりの登録がない市町村があります") && packs.has("271004") && packs.has("大阪 花"),
        "{}",
        packs.body
    );
}

#[tokio::test]
async fn cl_06_07_11_the_rules_of_a_municipality_stand_in_words_with_contact_and_open_points() {
    let house = house("2026-11-05").await;
    let manager = house.client(Role::Manager).await;
    assert!(manager.get("/c/packs").await.has("鎌倉市"));
    let page = manager.get("/c/packs/kamakura").await;
    for word in [
        "障害福祉課",
        "請求情報作成ツール",
        "2022-04 提供分から",
        "22:00〜24:00、00:00〜06:00",
        "U-02",
        "時間帯ごとに1行",
        "最初の30分と残りに分け",
        "選ぶまで、その記録は請求しない",
        "306",
        "R6.3",
        "令和6年5月更新版",
    ] {
        assert!(page.has(word), "{word}: {}", page.body);
    }
    let chiba = manager.get("/c/packs/chiba-city").await;
    assert!(chiba.has("翌月17日") && chiba.has("書類"), "deadline and papers: {}", chiba.body);
    // a reading: who, when, why; twice in one month is told; withdrawn with a reason
    let path = "/c/packs/kamakura/points/U-02";
    let reading = [("choice", "half_hours"), ("valid_from", "R8.10"), ("why", "市に電話で確認")];
    refused(&manager, path, &but(&reading, &[("why", "")]), "why").await;
    refused(&manager, path, &but(&reading, &[("choice", "made_up")]), "choice").await;
    put(&manager, path, &reading).await;
    let shown = manager.get(path).await;
    for word in
        ["最初の30分と残り", "令和8年10月から", "管理者の職員", "2026-11-05 10:00", "市に電話で確認", "いま使用中"]
    {
        assert!(shown.has(word), "{word}: {}", shown.body);
    }
    refused(&manager, path, &reading, "valid_from").await;
    let rows = house.app.store.read(&house.setup().office).pack_readings().list().await.unwrap();
    let own = format!("{path}/{}", rows[0].id);
    put(&manager, &own, &but(&reading, &[("version", "1"), ("valid_to", "2026-12")])).await;
    assert_eq!(manager.post(&own, &but(&reading, &[("version", "1")])).await.status, StatusCode::CONFLICT);
    refused(&manager, &format!("{own}/remove"), &[("version", "2")], "withdraw_why").await;
    put(&manager, &format!("{own}/remove"), &[("version", "2"), ("withdraw_why", "聞き間違い")]).await;
    assert!(manager.get(path).await.has("まだ選んでいません"));
    assert_eq!(manager.get(&own).await.status, StatusCode::NOT_FOUND);
    assert_eq!(audited(&house, AuditKind::PackReadingSaved).await, 3);
}

/// A file chosen on the page of prices.
async fn upload(client: &Client, path: &str, bytes: &[u8]) -> Page {
    let mut body = Vec::new();
    let part =
        |name: &str, more: &str| format!("--border\r\ncontent-disposition: form-data; name=\"{name}\"{more}\r\n\r\n");
    body.extend_from_slice(part("csrf", "").as_bytes());
    body.extend_from_slice(client.csrf.as_bytes());
    body.extend_from_slice(b"\r\n");
    body.extend_from_slice(part("file", "; filename=\"prices.csv\"\r\ncontent-type: text/csv").as_bytes());
    body.extend_from_slice(bytes);
    body.extend_from_slice(b"\r\n--border--\r\n");
    let request = Request::builder()
        .method(Method::POST)
        .uri(format!("{}{path}", client.base))
        .header(header::COOKIE, &client.cookie)
        .header(header::HOST, "localhost")
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=border")
        .body(Body::from(body))
        .unwrap();
    let response = client.router.clone().oneshot(request).await.unwrap();
    let status = response.status();
    let bytes = axum::body::to_bytes(response.into_body(), 8 * 1024 * 1024).await.unwrap();
    let body = String::from_utf8_lossy(&bytes).into_owned();
    Page { status, to: String::new(), cookies: Vec::new(), content_type: String::new(), body }
}

#[tokio::test]
async fn a_price_is_entered_by_name_with_its_source_corrected_and_taken_away() {
    let house = house("2024-05-10").await;
    let clerk = house.client(Role::ClaimsClerk).await;
    let path = "/c/packs/kamakura/prices";
    let page = clerk.get(&format!("{path}?q=%E6%B7%B1%E5%A4%9C+0.5H")).await;
    assert!(page.has("移動支援 身体介護有 深夜 0.5H") && !page.has("<th scope=\"row\">送迎加算</th>"), "{}", page.body);
    assert!(page.has("306"), "what is known stands beside it");
    let price = [
        ("name", "送迎加算"),
        ("amount", "54"),
        ("valid_from", "2024-04"),
        ("source", "市の単価表(令和6年4月)"),
        ("read_on", "2024-05-01"),
    ];
    for (field, wrong) in
        [("name", "そうげい"), ("amount", "0"), ("source", ""), ("read_on", "きのう"), ("valid_from", "")]
    {
        let page = refused(&clerk, path, &but(&price, &[(field, wrong)]), field).await;
        assert!(field == "source" || page.has("市の単価表(令和6年4月)"), "nothing typed is lost");
    }
    let missing = "<th scope=\"row\">送迎加算</th>";
    let only = format!("{path}?q=%E9%80%81%E8%BF%8E%E5%8A%A0%E7%AE%97");
    assert!(clerk.get(&only).await.has(missing));
    put(&clerk, path, &price).await;
    assert!(clerk.get(&only).await.has("令和4年4月〜令和6年3月"), "only the months before are still unknown");
    let page = clerk.get(path).await;
    assert!(page.has("54単位") && page.has("市の単価表(令和6年4月)(R6.5.1に確認)"), "{}", page.body);
    refused(&clerk, path, &price, "name").await;
    let rows = house.app.store.read(&house.setup().office).price_overlays().list().await.unwrap();
    let own = format!("{path}/{}", rows[0].id);
    put(&clerk, &own, &but(&price, &[("version", "1"), ("amount", "55")])).await;
    assert_eq!(clerk.post(&own, &but(&price, &[("version", "1")])).await.status, StatusCode::CONFLICT);
    put(&clerk, &format!("{own}/remove"), &[("version", "2")]).await;
    assert_eq!(clerk.get(&own).await.status, StatusCode::NOT_FOUND);
    assert_eq!(audited(&house, AuditKind::PriceOverlaySaved).await, 3);
}

#[tokio::test]
async fn a_table_of_prices_is_checked_mended_on_the_page_and_taken_in_row_by_row() {
    let house = house("2024-05-10").await;
    let clerk = house.client(Role::ClaimsClerk).await;
    let base = "/c/packs/kamakura/prices";
    let empty = clerk.get(&format!("{base}.csv")).await;
    assert!(empty.content_type.starts_with("text/csv") && empty.has("鎌倉市,送迎加算,,単位,"), "{}", empty.body);
    let head = "pack,name,amount,currency,valid_from,valid_to,source,read_on\n";
    let good = "kamakura,送迎加算,54,units,2024-04,,市の単価表,2024-05-01\n";
    let bad = "kamakura,食事提供体制加算,たくさん,units,2024-04,,市の単価表,2024-05-01\n";
    let foreign = "otaki,送迎加算,54,units,2024-04,,町の単価表,2024-05-01\n";
    let text = format!("{head}{good}{bad}{foreign}");
    let seen = upload(&clerk, &format!("{base}/file"), text.as_bytes()).await;
    assert_eq!(seen.status, StatusCode::OK, "{}", seen.body);
    assert!(seen.has("3行目 単価") && seen.has("直し方") && seen.has("たくさん"), "{}", seen.body);
    let prices = || async { house.app.store.read(&house.setup().office).price_overlays().list().await.unwrap().len() };
    assert_eq!(prices().await, 0, "nothing is saved before it was seen");
    let page = clerk.post(&format!("{base}/text"), &[("text", &text), ("act", "save")]).await;
    assert_eq!((page.status, prices().await), (StatusCode::UNPROCESSABLE_ENTITY, 0));
    assert!(page.has("たくさん"), "the table is still there");
    let page = clerk.post(&format!("{base}/text"), &[("text", &text), ("act", "good")]).await;
    assert_eq!(prices().await, 1, "{}", page.body);
    assert!(
        page.has("1行を登録しました") && page.has("たくさん") && !page.has("kamakura,送迎加算,54"),
        "{}",
        page.body
    );
    let mended = format!("{head}{}", bad.replace("たくさん", "30"));
    let page = clerk.post(&format!("{base}/text"), &[("text", &mended), ("act", "save")]).await;
    assert_eq!((page.status, prices().await), (StatusCode::SEE_OTHER, 2), "{}", page.body);
    let (sjis, _) = (records::ms932::encode(&format!("{head}{good}")).unwrap(), ());
    let again = upload(&clerk, &format!("{base}/file"), &sjis).await;
    assert!(again.has("もう登録されています"), "a price is never taken twice: {}", again.body);
    let garbage = upload(&clerk, &format!("{base}/file"), &[0, 1, 2, 255]).await;
    assert_eq!(garbage.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(garbage.has("CSVとして読めないファイル"));
}

#[tokio::test]
async fn a_revised_price_ends_the_one_before_by_table_and_by_form_and_both_say_so() {
    let house = house("2024-05-10").await;
    let clerk = house.client(Role::ClaimsClerk).await;
    let base = "/c/packs/kamakura/prices";
    let head = "pack,name,amount,currency,valid_from,valid_to,source,read_on\n";
    let row =
        |amount, from| format!("{head}kamakura,移動支援 身体介護有 1H,{amount},units,{from},,市の単価表,2024-05-01\n");
    let text = row("400", "2022-04");
    assert_eq!(
        clerk.post(&format!("{base}/text"), &[("text", &text), ("act", "save")]).await.status,
        StatusCode::SEE_OTHER
    );
    let text = row("420", "2024-04");
    let page = clerk.post(&format!("{base}/text"), &[("text", &text), ("act", "check")]).await;
    assert!(page.has("単価の改定") && page.has("移動支援 身体介護有 1H 400: 2022-04〜2024-03"), "{}", page.body);
    let taken = clerk.post(&format!("{base}/text"), &[("text", &text), ("act", "save")]).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.body);
    let price = [
        ("name", "移動支援 身体介護有 1H"),
        ("amount", "430"),
        ("valid_from", "2024-05"),
        ("source", "市の単価表(令和6年5月)"),
        ("read_on", "2024-05-02"),
        ("code", "021571"),
    ];
    refused(&clerk, base, &but(&price, &[("read_on", "2024-05-11")]), "read_on").await;
    refused(&clerk, base, &but(&price, &[("code", "2157")]), "code").await;
    let saved = clerk.post(base, &price).await;
    assert!(saved.to.ends_with("ok=price_revised"), "{} {}", saved.to, saved.body);
    let rows = house.app.store.read(&house.setup().office).price_overlays().list().await.unwrap();
    let spans: Vec<(i64, Option<String>)> =
        rows.iter().map(|row| (row.body.amount, row.body.valid_to.map(|to| to.to_string()))).collect();
    assert_eq!(spans, [(400, Some("2024-03".to_owned())), (420, Some("2024-04".to_owned())), (430, None)]);
    assert!(clerk.get(base).await.has("021571"));
}
