/// Fetches images from other archives: asks what they have and gets it, by C-FIND and C-MOVE or by
/// DICOMweb, on request or on a schedule, and keeps a record of it.
@NullMarked
package org.tessera.etl.imaging.pull;

import org.jspecify.annotations.NullMarked;
