package org.tessera.dicom.net;

/// Who sends.
///
/// @param association counts the listener's associations, for logs and reports
/// @param callingTitle what it calls itself; nothing vouches for it but a list of titles or TLS
/// @param calledTitle what it calls us
public record Caller(long association, String callingTitle, String calledTitle) {}
