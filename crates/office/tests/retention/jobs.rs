//! 就労・契約・退所のタブ: each saves on its own, nothing typed is lost.
use crate::fixtures::people::*;
use crate::support::House;
use axum::http::StatusCode;
use store::Role;

#[tokio::test]
async fn jr_11_each_tab_saves_on_its_own_and_two_people_in_one_tab_are_told() {
    let house = House::retention("2025-03-01").await;
    let (one, two) = (house.client(Role::ClaimsClerk).await, house.client(Role::ServiceManager).await);
    let address = person(&one, "見本 太郎", "ミホン タロウ").await;
    hire(&one, &address, "2024-04-01").await;
    for label in ["基本", "就労", "契約", "退所（定着中）", "退所（退職）", "受給者証", "支援計画"]
    {
        assert!(one.get(&address).await.has(&format!(">{label}</a>")), "{label}");
    }
    // both tabs were opened before either was saved
    let (use_tab, leaving) = (format!("{address}/retention"), format!("{address}/leaving"));
    let seen = version(&one, &use_tab).await;
    put(&one, &use_tab, &[("version", &seen), ("intent", "wants"), ("contract_on", "2024-10-01")]).await;
    put(&two, &leaving, &[("version", &seen), ("left_on", "2025-02-28"), ("left_reason", "転居")]).await;
    assert!(one.get(&use_tab).await.has("value=\"2024-10-01\""));
    assert!(one.get(&leaving).await.has("value=\"2025-02-28\""));
    // the same tab twice from one view: the second is told, and nothing it typed is lost
    let stale = [("version", seen.as_str()), ("intent", "wants"), ("contract_on", "2024-11-01")];
    let page = two.post(&use_tab, &stale).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert!(page.has("ほかの人が保存した内容との違い") && page.has("value=\"2024-11-01\""), "{}", page.body);
    assert!(one.get(&use_tab).await.has("value=\"2024-10-01\""));
}

#[tokio::test]
async fn jr_12_the_hire_date_decides_and_a_job_change_within_a_month_goes_on() {
    let house = House::retention("2025-06-01").await;
    let clerk = house.client(Role::ClaimsClerk).await;
    let address = person(&clerk, "見本 太郎", "ミホン タロウ").await;
    let jobs = format!("{address}/jobs");
    let first = [
        ("employer", "汐風商事"),
        ("occupation", "cleaning"),
        ("hired_on", "R6.8.31"),
        ("weekly_hours", "３０．５"),
        ("disclosed", "0"),
    ];
    put(&clerk, &jobs, &first).await;
    contract(&clerk, &address, "2025-02-10").await;
    let page = clerk.get(&jobs).await;
    for shown in ["汐風商事", "清掃", "30.5", "非開示", "2025年(令和7年)3月1日", "2028年(令和10年)2月29日"]
    {
        assert!(page.has(shown), "{shown}: {}", page.body);
    }
    assert!(!page.has("前の勤務先の退職日") && page.has("就労の内容"), "the one job is open");
    let next_form = clerk.get(&format!("{jobs}?new=1")).await;
    assert!(next_form.has("前の勤務先の退職日"), "a second job may end the first in one act");
    let next = [("employer", "みなと食品"), ("hired_on", "2025-05-15"), ("previous_ended_on", "2025-04-30")];
    put(&clerk, &jobs, &next).await;
    let page = clerk.get(&jobs).await;
    assert!(page.has("就労 2件") && page.has("1か月以内(継続)"), "{}", page.body);
    assert_eq!(tab_of(&clerk, "見本 太郎").await, "定着支援期");
    let third = [("employer", "かもめ運輸"), ("hired_on", "2025-05-30"), ("previous_ended_on", "2025-05-20")];
    put(&clerk, &jobs, &third).await;
    assert_eq!(tab_of(&clerk, "見本 太郎").await, "退所（退職）");
    let page = clerk.get(&jobs).await;
    assert_eq!(page.body.matches("転職: 二度目の転職です(継続とみる転職は1回までのため、継続になりません)").count(), 1);
    assert_eq!(page.body.matches("1か月以内(継続)").count(), 1, "the first change alone: {}", page.body);
}

#[tokio::test]
async fn a_side_job_that_ends_leaves_the_person_in_use() {
    let house = House::retention("2025-10-01").await;
    let clerk = house.client(Role::ClaimsClerk).await;
    let address = person(&clerk, "見本 太郎", "ミホン タロウ").await;
    hire(&clerk, &address, "2024-04-01").await;
    contract(&clerk, &address, "2024-10-01").await;
    let jobs = format!("{address}/jobs");
    let side = [("employer", "みなと食品"), ("hired_on", "2025-02-01"), ("ended_on", "2025-08-31")];
    put(&clerk, &jobs, &side).await;
    assert_eq!(tab_of(&clerk, "見本 太郎").await, "定着支援期");
    let page = clerk.get(&jobs).await;
    assert!(page.has("掛け持ち(前の就労に終了日なし)"), "{}", page.body);
    // the job that goes on is the one that a next job would follow
    let next = [("employer", "かもめ運輸"), ("hired_on", "2025-10-01"), ("previous_ended_on", "2025-09-20")];
    put(&clerk, &jobs, &next).await;
    let page = clerk.get(&jobs).await;
    assert!(page.has("転職: 退職から1か月以内(継続)") && !page.has("二度目"), "{}", page.body);
    assert_eq!(tab_of(&clerk, "見本 太郎").await, "定着支援期");
}

#[tokio::test]
async fn jr_12_wrong_days_of_a_job_come_back_with_everything_typed() {
    let house = House::retention("2025-06-01").await;
    let clerk = house.client(Role::ClaimsClerk).await;
    let address = person(&clerk, "見本 太郎", "ミホン タロウ").await;
    let jobs = format!("{address}/jobs");
    let wrong =
        [("duties", "袋詰め"), ("hired_on", "2025-05-01"), ("ended_on", "2025-04-01"), ("weekly_hours", "毎日")];
    let page = clerk.post(&jobs, &wrong).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    for field in ["employer", "ended_on", "weekly_hours"] {
        assert!(page.has(&format!("id=\"e-{field}\"")), "{field}: {}", page.body);
    }
    assert!(page.has("value=\"袋詰め\"") && page.has("value=\"毎日\""));
    let early = [("employer", "汐風商事"), ("hired_on", "2025-05-01")];
    put(&clerk, &jobs, &early).await;
    let page = clerk.post(&format!("{address}/resigned"), &[("version", ""), ("resigned_on", "2025-04-30")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.has("最初の雇用開始日"));
}

#[tokio::test]
async fn a_job_entered_by_mistake_is_taken_back_and_stays_in_the_history() {
    let house = House::retention("2025-06-01").await;
    let clerk = house.client(Role::ClaimsClerk).await;
    let address = person(&clerk, "見本 太郎", "ミホン タロウ").await;
    hire(&clerk, &address, "2025-05-01").await;
    assert_eq!(tab_of(&clerk, "見本 太郎").await, "移行支援期");
    let page = clerk.get(&format!("{address}/jobs")).await;
    let job = page.body.split(&format!("{}{address}/jobs/", clerk.base)).nth(1).unwrap();
    let job = format!("{address}/jobs/{}", job.split('"').next().unwrap());
    let stale = clerk.post(&format!("{job}/remove"), &[("version", "7")]).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    put(&clerk, &format!("{job}/remove"), &[("version", "1")]).await;
    assert_eq!(tab_of(&clerk, "見本 太郎").await, "未契約");
    assert_eq!(clerk.get(&job).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_day_of_leaving_the_job_is_not_typed_again_when_the_next_job_comes() {
    let house = House::retention("2025-06-01").await;
    let clerk = house.client(Role::ClaimsClerk).await;
    let address = person(&clerk, "見本 太郎", "ミホン タロウ").await;
    hire(&clerk, &address, "2024-04-01").await;
    contract(&clerk, &address, "2024-10-01").await;
    put_tab(&clerk, &format!("{address}/resigned"), &[("resigned_on", "2025-04-30")]).await;
    assert_eq!(tab_of(&clerk, "見本 太郎").await, "退所（退職）");
    let form = clerk.get(&format!("{address}/jobs?new=1")).await;
    assert!(form.has("name=\"previous_ended_on\" value=\"2025-04-30\""), "{}", form.body);
    let next = [("employer", "みなと食品"), ("hired_on", "2025-05-30"), ("previous_ended_on", "2025-04-30")];
    put(&clerk, &format!("{address}/jobs"), &next).await;
    assert_eq!(tab_of(&clerk, "見本 太郎").await, "定着支援期", "within a month the use goes on");
}
