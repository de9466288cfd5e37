name             'tallyman'
maintainer       'The Tallyman project'
maintainer_email 'developers@tallyman.invalid'
license          'Apache-2.0'
description      "One host of Tallyman, from its Debian package. Never run by Chef itself: see README.md."
version          '0.1.0'
chef_version     '>= 16.0'
supports         'debian', '>= 12.0'
