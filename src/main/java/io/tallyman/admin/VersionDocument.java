package io.tallyman.admin;

/**
 * What {@code GET /api/version} shows, on the application port and to whoever asks: which build
 * answers.
 *
 * @param version as {@link BuildVersion} has it
 * @param commit likewise
 * @param buildTime likewise
 */
record VersionDocument(String version, String commit, String buildTime) {

  static VersionDocument of(BuildVersion build) {
    return new VersionDocument(build.version(), build.commit(), build.time());
  }
}
