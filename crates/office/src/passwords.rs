//! パスワード: Argon2id hashes with parameters as data, and what may be a password.
use crate::app::Hashing;
use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString},
};

/// Fewest characters.
const SHORTEST: usize = 13;
/// Most characters; longer input is only work for the hash.
const LONGEST: usize = 256;
/// Words that everybody tries first. The office's own words are added by the caller.
const COMMON: &[&str] = &["password", "tasuki", "qwerty", "123456", "abcdef", "admin", "パスワード", "たすき"];

fn argon(hashing: Hashing) -> Argon2<'static> {
    let params = Params::new(hashing.memory_kib, hashing.passes, 1, None).expect("the parameters are within bounds");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

/// The PHC string of a new password. Takes tens of milliseconds: call it off the async threads.
pub fn hash(hashing: Hashing, password: &str) -> String {
    let mut salt = [0_u8; 16];
    getrandom::fill(&mut salt).expect("the operating system gives random bytes");
    let salt = SaltString::encode_b64(&salt).expect("16 bytes fit a salt");
    argon(hashing).hash_password(password.as_bytes(), &salt).expect("a salt and a password always hash").to_string()
}

/// Whether the password fits. With `None` (unknown login) the same work is done and the answer is no.
pub(crate) fn verify(hashing: Hashing, phc: Option<&str>, password: &str) -> bool {
    let Some(phc) = phc else {
        let _ = hash(hashing, password);
        return false;
    };
    PasswordHash::new(phc).is_ok_and(|parsed| argon(hashing).verify_password(password.as_bytes(), &parsed).is_ok())
}

/// Whether the stored hash was made with other parameters than today's.
pub(crate) fn is_outdated(hashing: Hashing, phc: &str) -> bool {
    PasswordHash::new(phc)
        .ok()
        .and_then(|parsed| Params::try_from(&parsed).ok())
        .is_none_or(|params| params.m_cost() != hashing.memory_kib || params.t_cost() != hashing.passes)
}

/// Refuses what would be guessed; `context` are words of the office and the person.
pub fn acceptable(password: &str, context: &[&str]) -> Result<(), String> {
    let length = password.chars().count();
    if length < SHORTEST {
        return Err(format!("パスワードが{length}文字です。{SHORTEST}文字以上にしてください"));
    }
    if length > LONGEST {
        return Err(format!("パスワードが{length}文字です。{LONGEST}文字までにしてください"));
    }
    let lower = password.to_lowercase();
    let mut distinct: Vec<char> = lower.chars().collect();
    distinct.sort_unstable();
    distinct.dedup();
    if distinct.len() < 5 {
        return Err("パスワードに同じ文字が続いています。5種類以上の文字を使ってください".to_owned());
    }
    let rest = |word: &str| length - word.chars().count() < 6;
    let guessed = COMMON.iter().chain(context).filter(|word| word.chars().count() >= 3);
    for word in guessed {
        if lower.contains(&word.to_lowercase()) && rest(word) {
            return Err(format!("「{word}」はすぐに当てられます。ほかの言葉を足してください"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUICK: Hashing = Hashing { memory_kib: 64, passes: 1 };

    #[test]
    fn a_password_fits_its_own_hash_only() {
        let phc = hash(QUICK, "うみかぜ-こうぼう-2026");
        assert!(phc.starts_with("$argon2id$"));
        assert!(verify(QUICK, Some(&phc), "うみかぜ-こうぼう-2026"));
        assert!(!verify(QUICK, Some(&phc), "うみかぜ-こうぼう-2027"));
        assert!(!verify(QUICK, None, "うみかぜ-こうぼう-2026"));
    }

    #[test]
    fn a_hash_of_weaker_parameters_is_renewed() {
        let phc = hash(QUICK, "うみかぜ-こうぼう-2026");
        assert!(!is_outdated(QUICK, &phc));
        assert!(is_outdated(Hashing::default(), &phc));
    }

    #[test]
    fn short_common_and_office_words_are_refused() {
        for password in ["短い", "aaaaaaaaaaaaaaa", "password12345"] {
            assert!(acceptable(password, &["はたらく工房 汐風"]).is_err(), "{password}");
        }
        assert!(acceptable("はたらく工房 汐風1234", &["はたらく工房 汐風"]).is_err());
        assert!(acceptable("朝の海辺で2羽の鴎", &["はたらく工房 汐風"]).is_err(), "nine characters");
        assert!(acceptable("朝の海辺で12羽のかもめたち", &["はたらく工房 汐風"]).is_ok());
    }
}
