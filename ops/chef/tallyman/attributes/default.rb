# The Debian package, at any address that remote_file takes. Another package needs another version.
default['tallyman']['version'] = nil
default['tallyman']['package_url'] = nil
default['tallyman']['package_sha256'] = nil

# A cookbook of yours with files/config.yml and files/avro-schemas/.
default['tallyman']['files_cookbook'] = nil

# The encrypted data bag item with the hashes `environment` and `migrate`: see README.md.
default['tallyman']['secrets_bag'] = 'tallyman'
default['tallyman']['secrets_item'] = 'secrets'

# What config.yml takes as ${NAME} and isn't secret.
default['tallyman']['environment'] = {
  'KAFKA_BOOTSTRAP_SERVERS' => '127.0.0.1:9092',
  'TALLYMAN_DB_URL' => 'jdbc:mysql://127.0.0.1:3306/tallyman',
  'TALLYMAN_DB_USER' => 'tallyman',
  'TALLYMAN_JAVA_OPTIONS' => '-Xmx1g -XX:+UseParallelGC',
}

# True on one host of the fleet, which brings the tables up to date before it installs a version.
default['tallyman']['migrate'] = false

default['tallyman']['admin_port'] = 8081
default['tallyman']['ready_timeout'] = 120
