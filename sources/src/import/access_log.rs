//! Lines of a web server's access log (Apache's common, combined and vhost formats), and what each of them is.

use std::net::IpAddr;

use chrono::DateTime;
use engine::Micros;

const PAGE_EXTENSIONS: [&str; 7] = ["html", "htm", "xhtml", "php", "asp", "aspx", "jsp"];
const DOWNLOAD_EXTENSIONS: [&str; 34] = [
    "pdf", "zip", "gz", "tgz", "bz2", "xz", "7z", "rar", "tar", "doc", "docx", "xls", "xlsx",
    "ppt", "pptx", "odt", "ods", "odp", "csv", "epub", "mp3", "mp4", "m4a", "avi", "mov", "mkv",
    "webm", "dmg", "pkg", "exe", "msi", "deb", "rpm", "apk",
];
const DOWNLOAD_EXTENSIONS_MORE: [&str; 2] = ["jar", "iso"];

/// Why a line is no event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Skip {
    /// It cannot be read.
    Unreadable,
    /// Another method than GET.
    Method,
    /// A status that delivers nothing.
    Status,
    /// A part of a page, a feed, `robots.txt`.
    Asset,
    /// Its time is before 1990 or after tomorrow.
    Time,
}

impl Skip {
    /// As reported.
    pub fn name(self) -> &'static str {
        match self {
            Skip::Unreadable => "unreadable",
            Skip::Method => "method",
            Skip::Status => "status",
            Skip::Asset => "asset",
            Skip::Time => "time",
        }
    }
}

/// What a line says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessLine<'a> {
    /// The virtual host, where the format has one.
    pub host: Option<&'a str>,
    /// The visitor's address, or the name that the server resolved it to.
    pub address: &'a str,
    /// When.
    pub at: Micros,
    /// The request's target as sent.
    pub target: &'a str,
    /// Where the visitor came from.
    pub referrer: Option<&'a str>,
    /// The user agent; empty where there is none.
    pub user_agent: &'a str,
    /// `page_view` or `file_download`.
    pub event: &'static str,
}

impl AccessLine<'_> {
    /// The address, where it is one.
    pub fn ip(&self) -> Option<IpAddr> {
        self.address.parse().ok()
    }
}

/// Reads a line.
pub fn parse_line(line: &str) -> Result<AccessLine<'_>, Skip> {
    let unreadable = || Skip::Unreadable;
    let open = line.find('[').ok_or_else(unreadable)?;
    let before: Vec<&str> = line[..open].split_whitespace().collect();
    let (host, address) = match before.as_slice() {
        [address, _, _] => (None, *address),
        [host, address, _, _] => (Some(host.split(':').next().unwrap_or(host)), *address),
        // A user name with spaces in it.
        [address, _, ..] if before.len() > 4 => (None, *address),
        _ => return Err(Skip::Unreadable),
    };
    let rest = &line[open + 1..];
    let (time, rest) = rest.split_once(']').ok_or_else(unreadable)?;
    let at =
        DateTime::parse_from_str(time, "%d/%b/%Y:%H:%M:%S %z").map_err(|_| Skip::Unreadable)?;
    let (request, rest) = quoted(rest).ok_or_else(unreadable)?;
    let mut numbers = rest.split_whitespace();
    let status: u16 = numbers
        .next()
        .and_then(|status| status.parse().ok())
        .ok_or_else(unreadable)?;
    let (referrer, rest) = quoted(rest).unwrap_or(("-", ""));
    let user_agent = last_quoted(rest).unwrap_or("");
    let mut words = request.split(' ');
    let (method, target) = (
        words.next().unwrap_or_default(),
        words.next().unwrap_or_default(),
    );
    if method != "GET" {
        return Err(if method.is_empty() || target.is_empty() {
            Skip::Unreadable
        } else {
            Skip::Method
        });
    }
    if target.is_empty() {
        return Err(Skip::Unreadable);
    }
    Ok(AccessLine {
        host,
        address,
        at: Micros(at.timestamp_micros()),
        target,
        referrer: (referrer != "-" && !referrer.is_empty()).then_some(referrer),
        user_agent,
        event: classify(target, status)?,
    })
}

/// The text between the next two quotes and what follows; a backslash hides a quote.
fn quoted(text: &str) -> Option<(&str, &str)> {
    let start = text.find('"')? + 1;
    let bytes = text.as_bytes();
    let mut at = start;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 2,
            b'"' => return Some((&text[start..at], &text[at + 1..])),
            _ => at += 1,
        }
    }
    None
}

/// Like [`quoted`], but a text that never ends is taken as it is: some servers cut long lines.
fn last_quoted(text: &str) -> Option<&str> {
    quoted(text)
        .map(|(inside, _)| inside)
        .or_else(|| text.split_once('"').map(|(_, inside)| inside))
}

fn classify(target: &str, status: u16) -> Result<&'static str, Skip> {
    match extension(target) {
        None if matches!(status, 200 | 304) => Ok("page_view"),
        None => Err(Skip::Status),
        Some(extension) => {
            let extension = extension.to_ascii_lowercase();
            let extension = extension.as_str();
            let is_page = PAGE_EXTENSIONS.contains(&extension);
            let is_download = DOWNLOAD_EXTENSIONS.contains(&extension)
                || DOWNLOAD_EXTENSIONS_MORE.contains(&extension);
            match status {
                200 | 304 if is_page => Ok("page_view"),
                200 if is_download => Ok("file_download"),
                _ if is_page || is_download => Err(Skip::Status),
                _ => Err(Skip::Asset),
            }
        }
    }
}

/// `.` and one to five letters or digits at the end of the last segment, query cut.
pub fn extension(target: &str) -> Option<&str> {
    let path = target.split(['?', '#']).next().unwrap_or_default();
    let segment = path.rsplit('/').next().unwrap_or_default();
    let (_, extension) = segment.rsplit_once('.')?;
    let fits = (1..=5).contains(&extension.len())
        && extension.bytes().all(|byte| byte.is_ascii_alphanumeric());
    fits.then_some(extension)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn line(target: &str, status: u16) -> String {
        format!(
            r#"1.2.3.4 - - [17/May/2015:10:05:03 +0200] "GET {target} HTTP/1.1" {status} 12 "http://r.example/\"x" "UA/1 (\"q\")""#
        )
    }

    #[test]
    fn lines_are_read_with_their_offset_and_escapes() {
        let text = line("/a?b=c.png", 200);
        let read = parse_line(&text).unwrap();
        assert_eq!(read.at, Micros(1_431_849_903_000_000));
        assert_eq!(read.target, "/a?b=c.png");
        assert_eq!(read.user_agent, r#"UA/1 (\"q\")"#);
        assert_eq!(read.referrer, Some(r#"http://r.example/\"x"#));
        let vhost = format!("example.com:443 {text}");
        assert_eq!(parse_line(&vhost).unwrap().host, Some("example.com"));
    }

    #[test]
    fn what_counts_is_told_by_status_and_extension() {
        for (target, status, expected) in [
            ("/", 200, Ok("page_view")),
            ("/x", 304, Ok("page_view")),
            ("/x.php?a=1", 200, Ok("page_view")),
            ("/x.pdf", 200, Ok("file_download")),
            ("/x.PDF", 200, Ok("file_download")),
            ("/x.pdf", 304, Err(Skip::Status)),
            ("/x.pdf", 206, Err(Skip::Status)),
            ("/x", 404, Err(Skip::Status)),
            ("/x.png", 200, Err(Skip::Asset)),
            ("/robots.txt", 200, Err(Skip::Asset)),
            ("/v1.2.34567", 200, Err(Skip::Asset)),
            ("/v1.2.34567x", 200, Ok("page_view")),
            ("/v1.2.abcdefg", 200, Ok("page_view")),
            ("/a.b/c", 200, Ok("page_view")),
        ] {
            let text = line(target, status);
            let got = parse_line(&text).map(|read| read.event);
            assert_eq!(got, expected, "{target} {status}");
        }
    }

    #[test]
    fn other_lines_are_skipped_with_a_reason() {
        assert_eq!(parse_line("nonsense"), Err(Skip::Unreadable));
        let post = line("/", 200).replace("GET", "POST");
        assert_eq!(parse_line(&post), Err(Skip::Method));
    }
}
