//! Mails: their words, as text and HTML, and how they are sent. Without a mail server they go to the log, so that an operator can hand
//! links on. Sending happens beside the request that asked: how long it takes tells nothing.

use accounts::Mail;
use anyhow::{Context, Result};
use lettre::message::{Mailbox, MultiPart};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use tokio::sync::mpsc;

/// Mails that wait at once; more are dropped with a word in the log.
const QUEUE_MAX: usize = 1_000;
const TRIES: u32 = 4;

/// Where mails are handed in.
#[derive(Clone)]
pub struct Mailer(mpsc::Sender<Mail>);

impl Mailer {
    /// Starts sending.
    pub fn start(smtp: Option<&str>, from: &str, url: &str) -> Result<Self> {
        let from: Mailbox = from
            .parse()
            .with_context(|| format!("--mail-from `{from}` is no address"))?;
        let transport = match smtp {
            None => None,
            Some(smtp) => {
                let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(smtp)
                    .context("--smtp is no address of a mail server")?;
                Some(builder.build())
            }
        };
        let (sender, mut mails) = mpsc::channel::<Mail>(QUEUE_MAX);
        let url = url.to_owned();
        tokio::spawn(async move {
            while let Some(mail) = mails.recv().await {
                let letter = Letter::of(&mail, &url);
                match &transport {
                    None => letter.log(),
                    Some(transport) => letter.send(transport, &from).await,
                }
            }
        });
        Ok(Self(sender))
    }

    /// Hands a mail in.
    pub fn send(&self, mail: Mail) {
        if self.0.try_send(mail).is_err() {
            tracing::error!("too many mails wait; one is dropped");
        }
    }
}

/// A mail in words.
struct Letter {
    to: String,
    subject: String,
    /// Sentences before the link.
    text: String,
    /// What the link is called, and where it leads.
    link: Option<(&'static str, String)>,
    end: &'static str,
}

const NOT_ASKED: &str = "If you did not ask for this, you need not do anything.";

impl Letter {
    fn of(mail: &Mail, url: &str) -> Self {
        // Tokens stand behind the `#`: browsers send that to no server, and no log holds it.
        let at = |path: &str, token: &str| format!("{url}/{path}#token={token}");
        match mail {
            Mail::VerifyEmail { to, token } => Letter {
                to: to.clone(),
                subject: "Confirm your e-mail address".into(),
                text: "Please confirm that this address is yours. The link is good for two days.".into(),
                link: Some(("Confirm address", at("verify-email", token))),
                end: NOT_ASKED,
            },
            Mail::AlreadyRegistered { to } => Letter {
                to: to.clone(),
                subject: "You have an account already".into(),
                text: "Somebody, probably you, signed up with this address, which has an account already.".into(),
                link: Some(("Sign in", format!("{url}/sign-in"))),
                end: NOT_ASKED,
            },
            Mail::ResetPassword { to, token } => Letter {
                to: to.clone(),
                subject: "Choose a new password".into(),
                text: "With this link you choose a new password. It is good once, for an hour.".into(),
                link: Some(("Choose a password", at("reset-password", token))),
                end: NOT_ASKED,
            },
            Mail::Invitation {
                to,
                organisation,
                invited_by,
                token,
            } => Letter {
                to: to.clone(),
                subject: format!("Join {organisation}"),
                text: format!("{invited_by} invites you to {organisation}. The invitation is good for seven days."),
                link: Some(("Accept invitation", at("invitation", token))),
                end: "If you do not know who this is, ignore it.",
            },
            Mail::SecurityChanged { to, what } => Letter {
                to: to.clone(),
                subject: "A change of your account's security".into(),
                text: format!("A moment ago {what}."),
                link: None,
                end: "If that was not you, reset your password at once and tell your administrator.",
            },
        }
    }

    fn plain(&self) -> String {
        let link = self.link.as_ref();
        let link = link
            .map(|(_, link)| format!("{link}\n\n"))
            .unwrap_or_default();
        format!("{}\n\n{link}{}\n", self.text, self.end)
    }

    fn html(&self) -> String {
        let link = self.link.as_ref().map(|(name, link)| {
            format!(
                "<p><a href=\"{}\" style=\"display:inline-block;padding:10px 18px;border-radius:6px;\
                 background:#1f2937;color:#fff;text-decoration:none\">{name}</a></p>",
                escape(link)
            )
        });
        format!(
            "<!doctype html><html><body style=\"font:16px/1.5 system-ui,sans-serif;color:#1f2937;max-width:34em\">\
             <p>{}</p>{}<p style=\"color:#6b7280\">{}</p></body></html>",
            escape(&self.text),
            link.unwrap_or_default(),
            self.end
        )
    }

    fn log(&self) {
        tracing::info!(
            to = self.to,
            subject = self.subject,
            text = self.plain(),
            "mail (no --smtp)"
        );
    }

    async fn send(&self, transport: &AsyncSmtpTransport<Tokio1Executor>, from: &Mailbox) {
        let message = match self.message(from) {
            Ok(message) => message,
            Err(error) => {
                tracing::error!(error = format!("{error:#}"), "a mail cannot be written");
                return;
            }
        };
        let mut wait = std::time::Duration::from_secs(2);
        for attempt in 1..=TRIES {
            match transport.send(message.clone()).await {
                Ok(_) => return,
                Err(error) if error.is_permanent() || attempt == TRIES => {
                    tracing::error!(%error, subject = self.subject, "a mail was not sent");
                    return;
                }
                Err(error) => tracing::warn!(%error, attempt, "a mail is tried again"),
            }
            tokio::time::sleep(wait).await;
            wait *= 4;
        }
    }

    fn message(&self, from: &Mailbox) -> Result<Message> {
        let to: Mailbox = self.to.parse().context("the address")?;
        let parts = MultiPart::alternative_plain_html(self.plain(), self.html());
        Ok(Message::builder()
            .from(from.clone())
            .to(to)
            .subject(&self.subject)
            .multipart(parts)?)
    }
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_cannot_write_html() {
        let mail = Mail::Invitation {
            to: "bob@example.com".into(),
            organisation: "<b>\"Acme\"</b>".into(),
            invited_by: "ada@example.com".into(),
            token: "t".into(),
        };
        let letter = Letter::of(&mail, "https://stats.example.com");
        assert!(!letter.html().contains("<b>"));
        assert!(
            letter
                .plain()
                .contains("https://stats.example.com/invitation#token=t")
        );
    }

    #[test]
    fn a_subject_cannot_add_headers() {
        let letter = Letter {
            to: "bob@example.com".into(),
            subject: "Join x\r\nBcc: eve@example.com".into(),
            text: String::new(),
            link: None,
            end: "",
        };
        let from: Mailbox = "footfall@example.com".parse().expect("it is an address");
        let written = letter.message(&from).map(|message| message.formatted());
        let text = String::from_utf8(written.unwrap_or_default()).unwrap_or_default();
        assert!(!text.lines().any(|line| line.starts_with("Bcc:")), "{text}");
    }
}
