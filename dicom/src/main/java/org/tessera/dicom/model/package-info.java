/// The DICOM JSON model (PS3.18 annex F) and the Native DICOM Model in XML (PS3.19 annex A), both
/// ways.
@NullMarked
package org.tessera.dicom.model;

import org.jspecify.annotations.NullMarked;
