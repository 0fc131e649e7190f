/// Fetches images from other archives: asks what they have (C-FIND), has it sent here (C-MOVE), on
/// request or on a schedule, and keeps a record of it.
@NullMarked
package org.tessera.etl.imaging.pull;

import org.jspecify.annotations.NullMarked;
