//! 契約と助成: the claim lies inside contract days and contract period, and a subsidy names who pays it.
use super::located::{Located, Sets};
use super::pairs::is_base;
use fees::FeeTables;
use kernel::{Finding, Severity};

pub(super) fn check(sets: &Sets<'_>, tables: &FeeTables, findings: &mut Vec<Finding>) {
    for statement in sets.statements.values() {
        let Some((basic, month)) = statement.basic().and_then(|basic| Some((basic, basic.month()?))) else { continue };
        subsidy(basic, findings);
        let contracts = statement.rows("05");
        for contract in contracts {
            let begins = contract.record.day("contract_start_date");
            let ends = contract.record.day("contract_end_date");
            for (item, wrong) in [
                ("contract_start_date", begins.is_some_and(|day| day > month.last_day())),
                ("contract_end_date", ends.is_some_and(|day| day < month.first_day())),
            ] {
                if wrong {
                    findings.push(contract.finding(
                        "R01",
                        Severity::Fault,
                        item,
                        "契約の期間がサービス提供年月にかかっていません".to_owned(),
                        "契約開始・終了年月日を確かめて直してください",
                    ));
                }
            }
        }
        let lines = statement.rows("03").iter().filter(|line| is_base(line.text("service_code"), month, tables));
        let base: i64 = lines.map(|line| line.number("count")).sum();
        let agreed: i64 = contracts.iter().map(|contract| contract.number("contract_amount")).sum();
        let excepted = statement.any("04", "use_day_exception_standard_total");
        if let Some(contract) = contracts.first().filter(|_| base * 100 > agreed && !excepted) {
            // the certificate itself is not at hand
            findings.push(contract.finding(
                "R03",
                Severity::Warning,
                "contract_amount",
                format!("基本報酬の日数 {base}日 が契約支給量を超えています(契約支給量は日数の100倍で書きます)"),
                "日数か契約支給量を直すか、利用日数の特例の4項目を入れてください",
            ));
        }
    }
}

/// R05: amount and number of the subsidising municipality stand together.
fn subsidy(basic: &Located<'_>, findings: &mut Vec<Finding>) {
    let named = !matches!(basic.text("subsidizing_municipality_no"), "" | "000000");
    let claimed = basic.number("sum_municipal_subsidy") != 0;
    if claimed && !named {
        findings.push(basic.finding(
            "R05",
            Severity::Fault,
            "subsidizing_municipality_no",
            "自治体助成分を請求していますが、助成自治体番号がありません".to_owned(),
            "受給者証を見て助成自治体番号を入れるか、助成分を外してください",
        ));
    }
}
